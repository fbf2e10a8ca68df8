"""A device in plain words, from what its browser says of itself: its kind and no more; how long
a form that it sent is remembered. Pure."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

# A draft lives seven days in a browser: a day more, and no form is sent again.
ACTS_LAST = dt.timedelta(days=8)
# The first that is found is the one: an iPad also says «Mac», Edge also says «Chrome».
SYSTEMS = (
    ("iPhone", "iphone"),
    ("iPad", "ipad"),
    ("Android", "android"),
    ("CrOS", "chromebook"),
    ("Windows", "windows"),
    ("Macintosh", "mac"),
    ("Linux", "linux"),
)
BROWSERS = (
    ("Edg", "edge"),
    ("OPR/", "opera"),
    ("SamsungBrowser", "samsung"),
    ("FxiOS", "firefox"),
    ("Firefox", "firefox"),
    ("CriOS", "chrome"),
    ("Chrome", "chrome"),
    ("Safari", "safari"),
)
KINDS: dict[str, Any] = {
    "iphone": _("iPhone"),
    "ipad": _("iPad"),
    "phone": _("Téléphone Android"),
    "tablet": _("Tablette Android"),
    "chromebook": _("Chromebook"),
    "windows": _("Ordinateur Windows"),
    "mac": _("Mac"),
    "linux": _("Ordinateur Linux"),
}
NAMES: dict[str, Any] = {
    "edge": "Edge",
    "opera": "Opera",
    "samsung": _("navigateur Samsung"),
    "firefox": "Firefox",
    "chrome": "Chrome",
    "safari": "Safari",
}


def device_of(user_agent: str) -> str:
    """``phone chrome``; empty where nothing is recognised. What is kept: two words of a list."""
    said = user_agent[:1000]
    system = next((key for sign, key in SYSTEMS if sign in said), "")
    if system == "android":
        system = "phone" if "Mobile" in said else "tablet"
    browser = next((key for sign, key in BROWSERS if sign in said), "")
    return f"{system} {browser}".strip()


def device_in_words(device: str) -> str:
    """« Téléphone Android, Chrome »; « Appareil inconnu »."""
    words = [str(known[key]) for key in device.split() for known in (KINDS, NAMES) if key in known]
    return ", ".join(words) or str(_("Appareil inconnu"))

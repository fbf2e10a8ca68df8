"""Names of files as they are shown and downloaded: nothing that a computer could obey. Pure."""

from __future__ import annotations

import re
import unicodedata

from coeduc.letters import normal, spelled

LONGEST = 120
# Endings taken off before the true one is put: «cours.pdf.exe» is «cours.pdf» again.
_KNOWN = re.compile(
    r"\.(?:pdf|png|jpe?g|jpe|jfif|gif|webp|hei[cf]s?|hif|avifs?|jxl|jp2|dng|psd|bmp|svgz?|tiff?|f?od[tspg]|docx?|docm|xlsx?|xlsm|xlsb|"
    r"pptx?|pptm|ppsx?|dot[xm]?|xlt[xm]|ot[tsp]|pages|numbers|key|rtf|mp3|m4a|aac|amr|3gp|mp4|m4v|mov|webm|weba|flac|ogg|oga|opus|wav|txt|csv|md|html?|xhtml|xml|js|mjs|json|css|php|"
    r"exe|com|scr|pif|msi|msix|bat|cmd|ps1|vb[es]?|jse|wsf|hta|lnk|url|dll|sys|sh|bash|py|pyw|rb|"
    r"pl|jar|apk|ipa|dmg|pkg|deb|rpm|app|bin|run|iso|img|zip|rar|7z|gz|tgz|bz2|xz|tar)$",
    re.IGNORECASE,
)
_FORBIDDEN = re.compile(r'[<>:"|?*/\\]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
_INVISIBLE = ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp")


def clean(name: str, suffix: str) -> str:
    """The name without its path, its endings and its invisible signs, then the true ending."""
    name = normal("NFC", name).replace("\\", "/").rpartition("/")[2]
    name = "".join(c for c in name if unicodedata.category(c) not in _INVISIBLE)
    name = " ".join(_FORBIDDEN.sub(" ", name).split()).rstrip(" .")
    while found := _KNOWN.search(name):
        name = name[: found.start()].rstrip(" .")
    name = name.strip(" .")
    if not name or _RESERVED.fullmatch(name.partition(".")[0]):
        name = f"fichier {name}".strip()
    return name[: LONGEST - len(suffix)].rstrip(" .") + suffix


def shown(name: str) -> str:
    """As it was called, for a sentence about it: one line, no sign that turns it round."""
    name = "".join(c for c in name if unicodedata.category(c) not in _INVISIBLE)
    return name[:60].strip() or "?"


def plain(words: str) -> str:
    """Letters that every computer writes: «DIALLO-Ines»; for the names inside an archive."""
    text = spelled(words).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", text).strip("-") or "x"

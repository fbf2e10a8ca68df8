"""What a deployment builds beside the code: compiled catalogues and collected static files.

A missing one is seen late and by families: « 0 résultats », a page without its style, a 500.
"""

from __future__ import annotations

import gettext
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

STATIC_NAME = re.compile(r"\{% static [\"']([^\"']+)[\"']")


def problems() -> list[str]:
    """One sentence for each thing that is missing or stale; empty when all is built."""
    return [*_catalogues(), *_static_files()]


def _catalogues() -> Iterator[str]:
    for folder in settings.LOCALE_PATHS:
        for source in sorted(Path(folder).glob("*/LC_MESSAGES/*.po")):
            compiled = source.with_suffix(".mo")
            if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
                yield _("%(file)s n’est pas compilé : manage.py compilemessages") % {"file": source}
                continue
            with compiled.open("rb") as stream:
                rule = gettext.GNUTranslations(stream)
            if source.parts[-3] == "fr" and rule.ngettext("%(n)d élève", "%(n)d élèves", 0) != (
                "%(n)d élève"
            ):
                yield _("%(file)s ne dit pas le pluriel français.") % {"file": compiled}


def _static_files() -> Iterator[str]:
    root = Path(settings.STATIC_ROOT)
    manifest = root / "staticfiles.json"
    if not manifest.exists():
        yield _("%(file)s manque : manage.py collectstatic") % {"file": manifest}
        return
    built = json.loads(manifest.read_text())["paths"]
    for name in sorted({*_named_in_templates(), *_sources()}):
        if name not in built or not (root / built[name]).is_file():
            yield _("%(name)s n’est pas rassemblé : manage.py collectstatic") % {"name": name}


def _sources() -> Iterator[str]:
    for folder in settings.STATICFILES_DIRS:
        for path in Path(folder).rglob("*"):
            if path.is_file() and not path.name.startswith("."):
                yield path.relative_to(folder).as_posix()


def _named_in_templates() -> Iterator[str]:
    engines: Any = settings.TEMPLATES
    for engine in engines:
        for folder in engine["DIRS"]:
            for path in Path(folder).rglob("*.*"):
                yield from STATIC_NAME.findall(path.read_text())

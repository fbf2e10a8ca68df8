"""The French catalogue holds what the source words cannot say: where the plural begins.

French is the source language, so a message needs no translation; but without a French plural rule
Django says « 0 jours ». This tool finds every plural of the code, checks that the catalogue has it,
adds what is missing (`--write`, part of `make fix`) and compiles (`--compile`) without GNU gettext.
"""

import ast
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.reloader import translation_file_changed

ROOT = Path(__file__).resolve().parent.parent
FRENCH = ROOT / "locale" / "fr" / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
TEXT = r"u?('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
TEMPLATE_PLURAL = re.compile(rf"\bngettext\({TEXT}, {TEXT}")
HEADER = """\
# Written by « make fix »: French is the source language, the plurals alone are needed.
msgid ""
msgstr ""
"Language: fr\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

"""

Plural = tuple[str, str, str | None]  # singular, plural, context


def _in_python() -> Iterator[Plural]:
    for path in [*ROOT.glob("apps/**/*.py"), *ROOT.glob("coeduc/**/*.py")]:
        with path.open("rb") as source:
            found = extract("python", source, keywords=KEYWORDS, options={"encoding": "utf-8"})
            for _, message, _, context in found:
                *_, singular, plural = message
                yield singular, plural, context


def _in_templates() -> Iterator[Plural]:
    from django.utils.translation.template import templatize  # noqa: PLC0415 (needs no settings)

    for path in ROOT.glob("templates/**/*"):
        if path.suffix in {".html", ".txt"}:
            source = path.read_text()
            if "plural %}" in source:
                for singular, plural in TEMPLATE_PLURAL.findall(templatize(source)):
                    yield ast.literal_eval(singular), ast.literal_eval(plural), None


def plurals() -> list[Plural]:
    """Every plural that a person may read, sorted."""
    return sorted({*_in_python(), *_in_templates()}, key=lambda found: (found[0], found[1]))


def read(path: Path = FRENCH) -> Catalog:
    if not path.exists():
        return Catalog(locale="fr")
    with path.open("rb") as source:
        return read_po(source, locale="fr")


def missing(catalogue: Catalog) -> list[Plural]:
    """The plurals of the code that the catalogue does not say in both forms."""

    def said(singular: str, plural: str, context: str | None) -> bool:
        entry = catalogue.get(singular, context)
        return bool(
            entry
            and entry.id == (singular, plural)
            and not entry.fuzzy
            and isinstance(entry.string, tuple)
            and len(entry.string) == 2
            and all(entry.string)
        )

    return [found for found in plurals() if not said(*found)]


def write(path: Path = FRENCH) -> None:
    """Write the catalogue anew: the source words are already French, only the rule is added."""
    catalogue = Catalog(locale="fr")
    for singular, plural, context in plurals():
        flags = ["python-format"] if "%(" in singular + plural else []
        catalogue.add((singular, plural), (singular, plural), flags=flags, context=context)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as target:
        target.write(HEADER.encode())
        write_po(target, catalogue, sort_output=True, omit_header=True, width=100)


def compile_stale() -> None:
    """Compile the catalogues that are newer than their binary form.

    Who has already read them reads them again: the first run of a clone has no binary form yet.
    """
    for source in ROOT.glob("locale/*/LC_MESSAGES/django.po"):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            fresh = target.with_suffix(f".{os.getpid()}.part")
            with fresh.open("wb") as output:
                write_mo(output, read(source))
            fresh.replace(target)
            translation_file_changed(sender=None, file_path=target)


def main(arguments: list[str]) -> int:
    if "--write" in arguments:
        write()
    if "--compile" in arguments:
        compile_stale()
    unsaid = missing(read())
    for singular, plural, _ in unsaid:
        print(f"Pluriel absent de {FRENCH.relative_to(ROOT)} : « {singular} » / « {plural} »")
    if unsaid:
        print("« make fix » les ajoute.")
    return 1 if unsaid else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Read the tags of a file before any tree is built, and refuse what no national file contains."""

import codecs
import re
from typing import Protocol
from xml.parsers import expat

from django.utils.translation import gettext as _

from apps.schools.errors import ImportRefusedError
from apps.schools.imports.rules.decoding import CONTROL, place

MAX_DEPTH = 32
TAGS_BETWEEN_CLOCKS = 20_000
PAGE_BYTES = 2000
# A control character, or none at all, written as a number: «&#0;», «&#x1F;», «&#xFFFE;».
CONTROL_NUMBER = re.compile(
    rb"&#(?:0*(?:[0-8]|1[1-9]|2\d|3[01]|11|12)|x0*(?:[0-8BCEF]|1[0-9A-F]|FFF[EF]));", re.IGNORECASE
)
_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+)?html\b", re.I | re.S
)


class Clock(Protocol):
    """What says that a batch has lasted too long."""

    def check_clock(self, name: str) -> None:
        """Raise when the batch has lasted too long."""


def refuse_unsafe_xml(data: bytes, name: str, budget: Clock) -> None:
    """Refuse a DTD (hence entities), deep nesting and endless files.

    A file whose first tag never comes is not XML at all; one that breaks later was cut.
    """
    if _PAGE.match(data.removeprefix(codecs.BOM_UTF8)[:PAGE_BYTES]):
        raise _page(name)
    depth = tags = 0

    def entity(_name: str, _is_parameter: bool, value: str | None, *_args: object) -> None:
        raise _reaches_out(name) if value is None else _multiplies(name)

    def notation(*_args: object) -> None:
        raise _reaches_out(name)

    def doctype(_doctype: str, system_id: str | None, *_args: object) -> None:
        if system_id:
            raise _reaches_out(name)

    def end_doctype() -> None:
        raise forbidden(name)

    def start(_tag: str, _attributes: object) -> None:
        nonlocal depth, tags
        depth += 1
        tags += 1
        if depth > MAX_DEPTH:
            raise _too_deep(name)
        if tags % TAGS_BETWEEN_CLOCKS == 0:
            budget.check_clock(name)

    def end(_tag: str) -> None:
        nonlocal depth
        depth -= 1

    reader = expat.ParserCreate()
    reader.StartDoctypeDeclHandler = doctype
    reader.EndDoctypeDeclHandler = end_doctype
    reader.EntityDeclHandler = entity
    reader.NotationDeclHandler = notation
    reader.StartElementHandler = start
    reader.EndElementHandler = end
    try:
        reader.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        is_xml = tags or data.lstrip()[:5] in (b"<?xml", b"\xef\xbb\xbf<?")
        if not is_xml:
            raise _not_xml(name, data) from error
        raise _broken(name, data, reader.ErrorByteIndex) from error


def damaged(name: str, where: str = "") -> ImportRefusedError:
    """The error of a file cut or corrupted; ``where``: the line or the element."""
    if where:
        return ImportRefusedError(
            _("« %(name)s » est abîmé ou incomplet (%(place)s) : exportez-le de nouveau.")
            % {"name": name, "place": where}
        )
    return ImportRefusedError(
        _("« %(name)s » est abîmé ou incomplet : exportez-le de nouveau.") % {"name": name}
    )


def _broken(name: str, data: bytes, index: int) -> ImportRefusedError:
    """Where it breaks, and what is typed there that no XML holds."""
    if b"\0" in data[:4]:  # UTF-16: the index is not one of its lines
        return damaged(name)
    control = CONTROL.search(data) or CONTROL_NUMBER.search(data, max(0, index - 8))
    if control is not None and control.start() <= index + 1:
        return ImportRefusedError(
            _(
                "« %(name)s » contient un caractère de contrôle (%(place)s) : effacez-le dans"
                " SIECLE ou STS-web, puis exportez-le de nouveau."
            )
            % {"name": name, "place": place(data, control.start())}
        )
    alone = data.rfind(b"&", data.rfind(b">", 0, index) + 1, index + 1)
    if alone >= 0:
        return ImportRefusedError(
            _(
                "« %(name)s » contient un « & » que le fichier n’écrit pas « &amp; »"
                " (%(place)s) : remplacez-le par « et » dans SIECLE ou STS-web, puis"
                " exportez-le de nouveau."
            )
            % {"name": name, "place": place(data, alone)}
        )
    return damaged(name, place(data, index))


def forbidden(name: str) -> ImportRefusedError:
    """The error of a file with a DTD, which could open others (OWASP, XXE)."""
    return ImportRefusedError(
        _("« %(name)s » contient des instructions interdites : il n’a pas été lu.") % {"name": name}
    )


def _page(name: str) -> ImportRefusedError:
    return ImportRefusedError(
        _(
            "« %(name)s » est une page web, pas un fichier exporté : la session de SIECLE ou de"
            " STS-web était peut-être finie. Exportez-le de nouveau."
        )
        % {"name": name}
    )


def _reaches_out(name: str) -> ImportRefusedError:
    return ImportRefusedError(
        _("« %(name)s » demande d’ouvrir un autre fichier : c’est interdit, il n’a pas été lu.")
        % {"name": name}
    )


def _multiplies(name: str) -> ImportRefusedError:
    return ImportRefusedError(
        _(
            "« %(name)s » définit des raccourcis qui peuvent grossir sans fin :"
            " c’est interdit, il n’a pas été lu."
        )
        % {"name": name}
    )


def _too_deep(name: str) -> ImportRefusedError:
    return ImportRefusedError(
        _("« %(name)s » emboîte trop de balises : c’est interdit, il n’a pas été lu.")
        % {"name": name}
    )


def _not_xml(name: str, data: bytes) -> ImportRefusedError:
    if not data.strip():
        return ImportRefusedError(
            _("« %(name)s » est vide : exportez-le de nouveau.") % {"name": name}
        )
    return ImportRefusedError(
        _(
            "« %(name)s » n’est pas un fichier XML : déposez le fichier exporté de SIECLE ou de"
            " STS-web, tel quel."
        )
        % {"name": name}
    )

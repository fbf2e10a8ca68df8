"""A code given on the server itself: the first door of a school, and the last when all are shut.

Whoever has the command line of the portal has all of it already; the code is still a row, with its
person, its instant and nobody as its author, and it serves once.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Sequence

from django.utils.translation import gettext as _

from apps.invitations.codes import rules as codes_rules
from apps.invitations.codes import services as codes_services
from apps.invitations.codes.presenters.slips import ToWrite, code_address, slip_pdf, until
from apps.invitations.enums import Purpose
from apps.notices.enums import Delivery
from apps.schools.models import Staff
from apps.schools.names import sort_key
from coeduc.documents import DocumentError

logger = logging.getLogger(__name__)


class ServerCodeError(Exception):
    """No code can be given; the message says what to do."""


def find(who: str, *, uai: str = "", at: dt.datetime) -> Staff:
    """The one member of staff of that number, or of that name in any order and any spelling.

    ServerCodeError, with the list of those it could be, when it is not one person.
    """
    team = Staff.objects.in_force(at=at).with_posts(at=at).select_related("school", "user")
    if uai:
        team = team.filter(school__uai=uai.strip().upper())
    found = list(team.filter(sts_id=who.strip()))
    if not found:
        words = sort_key(who).split()
        if not words:
            raise ServerCodeError(_("Donnez un nom ou un numéro."))
        for word in words:
            team = team.filter(sort_key__contains=word)
        found = list(team.order_by("school__uai", "sort_key", "pk")[:30])
    if not found:
        raise ServerCodeError(
            _("Personne de ce nom ni de ce numéro ne travaille ici aujourd’hui : %(who)s.")
            % {"who": who}
        )
    if len(found) > 1:
        raise ServerCodeError(
            _("Plusieurs personnes conviennent ; relancez avec un numéro :")
            + "".join(f"\n  {line}" for line in lines(found))
        )
    return found[0]


def lines(found: Sequence[Staff]) -> list[str]:
    """«12345  Mme Exemple, principale, 0999999X»."""
    return [
        f"{one.sts_id or '-':>10}  {one}, {one.posts_in_words}, {one.school.uai}" for one in found
    ]


def purpose_of(person: Staff, *, reset: bool) -> Purpose:
    """What the code would open; ServerCodeError when the wish does not fit the account."""
    if person.user is None:
        if reset:
            raise ServerCodeError(
                _("Cette personne n’a pas encore de compte : enlevez « --reset ».")
            )
        return Purpose.ACTIVATION
    if not reset:
        raise ServerCodeError(
            _(
                "Cette personne a déjà un compte (%(account)s). "
                "Pour un nouveau mot de passe, ajoutez « --reset »."
            )
            % {"account": person.user.username}
        )
    if not person.user.is_active:
        raise ServerCodeError(_("Ce compte est fermé."))
    return Purpose.RESET


def give(person: Staff, *, purpose: Purpose, at: dt.datetime) -> tuple[str, bytes, str]:
    """The slip as text and as a PDF, and why there is no PDF; any earlier code stops working."""
    row, code = codes_services.give_code(
        person, purpose=purpose, delivery=Delivery.HANDED, by=None, at=at
    )
    logger.warning("a code was given on the server to staff %s (%s)", person.public_id, purpose)
    text = slip_text(person, code, row.expires_at, purpose=purpose)
    try:
        letter = ToWrite(person, code, row.expires_at)
        return text, slip_pdf(letter, purpose=purpose, school=person.school, at=at).content, ""
    except DocumentError as problem:
        return text, b"", str(problem)


def slip_text(person: Staff, code: str, expires_at: dt.datetime, *, purpose: Purpose) -> str:
    page = code_address(code, purpose=purpose).partition("#")[0]
    lines = [
        person.school.name,
        f"{person}, {person.posts_in_words}",
        "",
        _("Page : %(page)s") % {"page": page},
        _("Code : %(code)s") % {"code": codes_rules.on_paper(code)},
    ]
    if person.user:
        lines.append(_("Identifiant : %(account)s") % {"account": person.user.username})
    lines.append(
        _("Une seule fois, jusqu’au %(until)s.")
        % {"until": until(expires_at, person.school, purpose=purpose)}
    )
    return "\n".join(lines)

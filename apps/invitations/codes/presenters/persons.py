"""One person helped in two minutes: what the office reads of them, every sentence made here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.invitations import policies as invitations_policies
from apps.invitations.codes import queries as codes_queries
from apps.invitations.codes import rules as codes_rules
from apps.invitations.codes.presenters.sent import NOTHING, Sent, sent_to
from apps.invitations.codes.presenters.slips import code_address, full_day, qr_image, until
from apps.invitations.models import AccessCode
from apps.notices.models import Person
from apps.schools import policies as schools_policies
from apps.schools.models import Guardian, Staff, Student
from coeduc.access import Reader
from coeduc.french import and_list, of_name

SHOWN = "montre"


@dataclass(frozen=True, slots=True)
class PersonLine:
    name: str
    about: str
    url: str
    status: str
    tone: str


@dataclass(frozen=True, slots=True)
class PersonPage:
    name: str
    about: str
    url: str
    account: str
    pending: str
    refusal: str
    code_url: str
    letter_url: str
    mail_url: str
    stop_url: str
    sentence: str
    proves: str
    shown: str


@dataclass(frozen=True, slots=True)
class SlipPage:
    name: str
    code: str
    qr: str
    address: str
    account: str
    until: str
    back: str
    is_pupil: bool


def person_lines(
    found: Sequence[Person], *, at: dt.datetime, several: bool = False
) -> list[PersonLine]:
    """The school is named to who looks after the accounts of ``several``."""
    guardians = [person for person in found if isinstance(person, Guardian)]
    children = codes_queries.children_named(guardians, at=at)
    return [
        PersonLine(
            name=str(person),
            about=f"{person.school.name} · {_about(person, children, at=at)}"
            if several
            else _about(person, children, at=at),
            url=address_of(person),
            status=_("a un compte") if person.user_id else _("pas encore de compte"),
            tone="done" if person.user_id else "waiting",
        )
        for person in found
    ]


def person_page(person: Person, *, reader: Reader, shown: str = "") -> PersonPage:
    """``shown``: the code that a page has just shown, and that a reload leads here."""
    at = reader.at
    children = codes_queries.children_named([person], at=at) if isinstance(person, Guardian) else {}
    url = address_of(person)
    pending = codes_queries.pending_code(person, at=at)
    may_post = isinstance(person, Guardian) and bool(codes_queries.address_key(person))
    sent = _sent(person, at=at)
    return PersonPage(
        name=str(person),
        about=_about(person, children, at=at),
        url=url,
        account=person.user.username if person.user else "",
        pending=full_day(pending.expires_at, person.school) if pending and not sent.text else "",
        refusal=_refusal(person, reader=reader),
        code_url=f"{url}code/",
        letter_url=f"{url}lettre/" if person.user is None and may_post else "",
        mail_url=f"{url}courriel/" if person.user is None and isinstance(person, Staff) else "",
        stop_url=f"{url}courriel/annuler/" if sent.stoppable else "",
        sentence=sent.text,
        proves=_what_proves(person),
        shown=_what_became(person, shown, reader=reader) if shown else "",
    )


def _what_became(person: Person, shown: str, *, reader: Reader) -> str:
    row = codes_queries.shown_code(person, shown, reader=reader)
    if row is None:
        return ""
    if row.used_at is not None:
        return _("Le code montré a servi.")
    if row.cancelled_at is not None or row.expires_at <= reader.at:
        return _("Le code montré ne marche plus.")
    sentence = _(
        "Le code déjà montré marche, jusqu’au %(until)s. Personne ne peut le relire : s’il n’a pas"
        " été noté, donnez-en un autre, qui le remplacera."
    )
    return sentence % {"until": until(row.expires_at, person.school, purpose=row.purpose)}


def _sent(person: Person, *, at: dt.datetime) -> Sent:
    """What was sent by e-mail, or given on paper, to a colleague who has no account yet."""
    if not isinstance(person, Staff) or person.user is not None:
        return NOTHING
    return sent_to([person], school=person.school, at=at).get(person.pk, NOTHING)


def _refusal(person: Person, *, reader: Reader) -> str:
    if not codes_queries.may_enter(person, at=reader.at):
        if isinstance(person, Staff):
            return _no_work_refusal(person, reader=reader)
        return _(
            "Aucun code n’est possible aujourd’hui pour cette personne. Voyez avec la direction."
        )
    if invitations_policies.is_own_family(reader, person):
        return _("C’est votre famille : demandez à un collègue de donner ce code.")
    if person.user is None:
        if not invitations_policies.can_give_code(reader, person):
            return _("Seule la direction peut donner un code à la direction.")
    elif not invitations_policies.can_reset(reader, person, person.user):
        return _(
            "Ce compte ouvre aussi d’autres droits, ici ou dans un autre établissement. "
            "Voyez avec la direction."
        )
    return ""


def _no_work_refusal(person: Staff, *, reader: Reader) -> str:
    """To come, or gone: what opens a code again, and who may do it."""
    stay = person.during
    if not stay.isempty and stay.lower > reader.at:
        return _("Un code sera possible dès son premier jour, le %(day)s.") % {
            "day": full_day(stay.lower, person.school)
        }
    if schools_policies.can_name(reader, person.school):
        return _(
            "Cette personne ne travaille pas au collège aujourd’hui. Pour lui donner un code,"
            " donnez-lui d’abord une fonction."
        )
    return _(
        "Cette personne ne travaille pas au collège aujourd’hui. Pour lui donner un code, il faut"
        " d’abord une fonction, que la direction confirme."
    )


def _what_proves(person: Person) -> str:
    match person:
        case Student():
            return _("La page lui demandera sa date de naissance.")
        case Guardian():
            return _("La page lui demandera la date de naissance d’un de ses enfants du collège.")
        case _:
            return _("Remettez-le en main propre : la page ne demande rien d’autre.")


def _about(
    person: Person, children: dict[int, list[codes_queries.Child]], *, at: dt.datetime
) -> str:
    match person:
        case Guardian():
            named = and_list(
                [
                    of_name(f"{child.first_name} {child.last_name} ({child.class_code})")
                    for child in children.get(person.pk, ())
                ]
            )
            return (
                _("responsable %(of_children)s") % {"of_children": named}
                if named
                else _("responsable")
            )
        case Student():
            code = getattr(person, "class_code", "")
            return _("élève, %(class_code)s") % {"class_code": code} if code else _("élève")
        case Staff():
            return person.posts_in_words
    return ""


def address_of(person: Person) -> str:
    return reverse(
        "invitations:person_detail",
        kwargs={"kind": codes_queries.SLUGS[type(person)], "public_id": person.public_id},
    )


def slip_page(person: Person, row: AccessCode, code: str) -> SlipPage:
    address = code_address(code, purpose=row.purpose)
    return SlipPage(
        name=str(person),
        code=codes_rules.on_paper(code),
        qr=qr_image(address),
        address=address.split("#")[0].partition("//")[2],
        account=person.user.username if person.user else "",
        until=until(row.expires_at, person.school, purpose=row.purpose),
        back=address_of(person),
        is_pupil=isinstance(person, Student),
    )

"""What the pages of the office show: frozen lines, with every count and sentence made here."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.invitations import policies as invitations_policies
from apps.invitations.codes import queries as codes_queries
from apps.invitations.codes import rules as codes_rules
from apps.invitations.codes import services as codes_services
from apps.invitations.letters.presenters import code_address, full_day, qr_image, until
from apps.invitations.letters.queries import Plan
from apps.invitations.models import AccessCode
from apps.invitations.policies import Person
from apps.invitations.team import presenters as team_presenters
from apps.notices.enums import Audience, Delivery, FileState
from apps.notices.models import Letter, LetterBatch, LetterFile
from apps.publication.models import OpeningVersion
from apps.publication.opening import next_open
from apps.schools.models import Guardian, School, Staff, Student
from apps.schools.words import moment_in_words
from coeduc.access import Reader

TONES = {
    FileState.WAITING: "waiting",
    FileState.DONE: "done",
    FileState.FAILED: "ask",
    FileState.REMOVED: "draft",
}


@dataclass(frozen=True, slots=True)
class BatchLine:
    public_id: UUID
    title: str
    when: str
    status: str
    tone: str


@dataclass(frozen=True, slots=True)
class FileLine:
    public_id: UUID
    label: str
    counts: str
    status: str
    tone: str
    is_ready: bool
    has_failed: bool
    error: str
    until: str


@dataclass(frozen=True, slots=True)
class BatchPage:
    public_id: UUID
    title: str
    lead: str
    files: list[FileLine]
    done: int
    total: int
    progress: str
    is_waiting: bool
    is_posted: bool


@dataclass(frozen=True, slots=True)
class Preview:
    title: str
    letters: str
    with_account: str
    with_code: str
    without_address: str
    is_empty: bool
    renews: bool


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
    account: str
    pending: str
    refusal: str
    code_url: str
    letter_url: str
    mail_url: str
    stop_url: str
    told: str
    proves: str


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


def batch_lines(batches: Sequence[LetterBatch], *, school: School) -> list[BatchLine]:
    """Two statements, whatever the number of batches."""
    states: dict[int, list[str]] = defaultdict(list)
    files = LetterFile.objects.filter(batch__in=batches)
    for batch_id, state in files.values_list("batch", "state"):
        states[batch_id].append(state)
    return [
        BatchLine(
            batch.public_id,
            _title(batch),
            _when(batch.created_at, school),
            *_batch_status(states[batch.pk]),
        )
        for batch in batches
    ]


def _batch_status(states: Sequence[str]) -> tuple[str, str]:
    if FileState.FAILED in states:
        return _("à reprendre"), "ask"
    if FileState.WAITING in states:
        return _("en cours"), "waiting"
    if FileState.DONE in states:
        return _("prêt à imprimer"), "done"
    return _("fichiers effacés"), "draft"


def batch_page(
    batch: LetterBatch, files: list[LetterFile], *, school: School, at: dt.datetime
) -> BatchPage:
    total = Letter.objects.filter(batch=batch).count()
    waiting = [file for file in files if file.state == FileState.WAITING]
    printed = (FileState.DONE, FileState.REMOVED)
    done = Letter.objects.filter(batch=batch, file__state__in=printed).count()
    return BatchPage(
        public_id=batch.public_id,
        title=_title(batch),
        lead=_("Demandé %(when)s, %(delivery)s.")
        % {
            "when": _when(batch.created_at, school),
            "delivery": str(Delivery(batch.delivery).label),
        },
        files=[_file_line(file, school=school) for file in files],
        done=done,
        total=total,
        progress=_progress(done, total, is_waiting=bool(waiting)),
        is_waiting=bool(waiting),
        is_posted=batch.delivery == Delivery.POSTED,
    )


def _progress(done: int, total: int, *, is_waiting: bool) -> str:
    """Nothing where no letter is printed and none is on its way: each file says why."""
    if not total or not (done or is_waiting):
        return ""
    told = ngettext("%(done)d lettre sur %(total)d", "%(done)d lettres sur %(total)d", done)
    return told % {"done": done, "total": total}


def _file_line(file: LetterFile, *, school: School) -> FileLine:
    ready = file.state == FileState.DONE
    return FileLine(
        public_id=file.public_id,
        label=file.label,
        counts=_file_counts(file) if ready else "",
        status=str(FileState(file.state).label),
        tone=TONES[FileState(file.state)],
        is_ready=ready,
        has_failed=file.state == FileState.FAILED,
        error=file.error,
        until=full_day(file.remove_at, school) if ready and file.remove_at else "",
    )


def _file_counts(file: LetterFile) -> str:
    letters = ngettext("%(n)d lettre", "%(n)d lettres", file.letter_count) % {
        "n": file.letter_count
    }
    if file.envelope_count and file.batch.delivery == Delivery.POSTED:
        envelopes = ngettext("%(n)d enveloppe", "%(n)d enveloppes", file.envelope_count) % {
            "n": file.envelope_count
        }
        return f"{letters}, {envelopes}"
    return letters


def _title(batch: LetterBatch) -> str:
    audience = {
        Audience.GUARDIANS: _("Responsables"),
        Audience.STUDENTS: _("Élèves"),
        Audience.STAFF: _("Équipe"),
    }[Audience(batch.audience)]
    label = batch.label
    return audience if batch.audience == Audience.STAFF else f"{audience} — {label}"


def _when(at: dt.datetime, school: School) -> str:
    local = at.astimezone(school.time_zone)
    return _("le %(day)s à %(time)s") % {
        "day": date_format(local.date(), "j F"),
        "time": date_format(local, "G \\h i"),
    }


def preview(planned: Plan, *, form: Any, label: str) -> Preview:
    wish = form.cleaned_data
    count, envelopes = planned.letter_count, planned.envelope_count
    letters = ngettext("%(n)d lettre à imprimer", "%(n)d lettres à imprimer", count) % {"n": count}
    if wish["delivery"] == Delivery.POSTED:
        letters += ngettext(", %(n)d enveloppe", ", %(n)d enveloppes", envelopes) % {"n": envelopes}
    return Preview(
        title=label,
        letters=letters,
        with_account=_people(planned.with_account),
        with_code=_people(planned.with_code),
        without_address=_people(planned.without_address)
        if wish["audience"] == Audience.GUARDIANS and wish["delivery"] == Delivery.POSTED
        else "",
        is_empty=not count,
        renews=wish["renews"] and planned.with_code > 0,
    )


def _people(count: int) -> str:
    if not count:
        return ""
    return ngettext("%(n)d personne", "%(n)d personnes", count) % {"n": count}


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


def person_page(person: Person, *, reader: Reader) -> PersonPage:
    at = reader.at
    children = codes_queries.children_named([person], at=at) if isinstance(person, Guardian) else {}
    url = address_of(person)
    pending = (
        AccessCode.objects.open(at=at).filter(**{codes_services.kind_of(person): person}).first()
    )
    may_post = isinstance(person, Guardian) and bool(codes_queries.address_key(person))
    told = _told(person, at=at)
    return PersonPage(
        name=str(person),
        about=_about(person, children, at=at),
        account=person.user.username if person.user else "",
        pending=full_day(pending.expires_at, person.school) if pending and not told.text else "",
        refusal=_refusal(person, reader=reader),
        code_url=f"{url}code/",
        letter_url=f"{url}lettre/" if person.user is None and may_post else "",
        mail_url=f"{url}courriel/" if person.user is None and isinstance(person, Staff) else "",
        stop_url=f"{url}courriel/annuler/" if told.stoppable else "",
        told=told.text,
        proves=_what_proves(person),
    )


def _told(person: Person, *, at: dt.datetime) -> team_presenters.Told:
    """What was sent by e-mail, or given on paper, to a colleague who has no account yet."""
    if not isinstance(person, Staff) or person.user is not None:
        return team_presenters.NOTHING
    return team_presenters.told_of([person], school=person.school, at=at).get(
        person.pk, team_presenters.NOTHING
    )


def _refusal(person: Person, *, reader: Reader) -> str:
    if not invitations_policies.may_enter(person, at=reader.at):
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
            named = ", ".join(
                f"{child.first_name} {child.last_name} ({child.class_code})"
                for child in children.get(person.pk, ())
            )
            return (
                _("responsable de %(children)s") % {"children": named}
                if named
                else _("responsable")
            )
        case Student():
            return _("élève")
        case Staff():
            return person.get_role_display()
    return ""


def leaving(school: School, *, at: dt.datetime) -> str:
    """When a mail asked for now leaves: at once, or when the school opens."""
    hours = OpeningVersion.objects.for_school(school, at=at).as_hours()
    opens = next_open(at, hours)
    if opens <= at:
        return _("l’e-mail part dans la minute")
    return _("l’e-mail part le %(moment)s, jamais pendant les heures de silence du collège") % {
        "moment": moment_in_words(opens, zone=school.time_zone)
    }


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

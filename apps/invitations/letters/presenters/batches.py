"""What the office reads of its letters: frozen lines, with every count and sentence made here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.invitations.codes.presenters.slips import full_day
from apps.invitations.letters.queries import Plan
from apps.notices.enums import Delivery, FileState, LetterAudience
from apps.notices.models import LetterBatch, LetterFile
from apps.notices.paper import queries as paper_queries
from apps.notices.paper.rules import KEPT
from apps.schools.models import School
from coeduc import french
from coeduc.days import day_of

TONES = {
    FileState.WAITING: "waiting",
    FileState.DONE: "done",
    FileState.FAILED: "ask",
    FileState.REMOVED: "draft",
}


@dataclass(frozen=True, slots=True)
class LetterBatchLine:
    public_id: UUID
    title: str
    when: str
    status: str
    tone: str


@dataclass(frozen=True, slots=True)
class LetterFileLine:
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
    kept: str
    files: list[LetterFileLine]
    done: int
    total: int
    progress: str
    is_waiting: bool
    is_posted: bool


@dataclass(frozen=True, slots=True)
class LettersPreview:
    title: str
    letters: str
    with_account: str
    with_code: str
    without_address: str
    is_empty: bool
    renews: bool


def batch_lines(
    batches: Sequence[LetterBatch], *, school: School, at: dt.datetime
) -> list[LetterBatchLine]:
    """Two statements, whatever the number of batches."""
    states = paper_queries.states_of(batches, at=at)
    return [
        LetterBatchLine(
            batch.public_id,
            _title(batch),
            _when(batch.created_at, school, at=at),
            *_batch_status(states[batch.pk]),
        )
        for batch in batches
    ]


def _batch_status(states: Collection[FileState]) -> tuple[str, str]:
    """From what the page of the batch says of each file; no file: nothing left to print."""
    if FileState.FAILED in states:
        return _("à reprendre"), TONES[FileState.FAILED]
    if FileState.WAITING in states:
        return _("en cours"), TONES[FileState.WAITING]
    if FileState.DONE not in states:
        return _("fichiers effacés"), TONES[FileState.REMOVED]
    if FileState.REMOVED in states:
        return _("en partie effacé"), TONES[FileState.REMOVED]
    return _("prêt à imprimer"), TONES[FileState.DONE]


def batch_page(
    batch: LetterBatch, files: list[LetterFile], *, school: School, at: dt.datetime
) -> BatchPage:
    total, done = paper_queries.counts_of(batch)
    waiting = [file for file in files if file.state_at(at) == FileState.WAITING]
    return BatchPage(
        public_id=batch.public_id,
        title=_title(batch),
        lead=_("Demandé %(when)s, %(delivery)s.")
        % {
            "when": _when(batch.created_at, school, at=at),
            "delivery": str(Delivery(batch.delivery).label),
        },
        kept=_(
            "Les fichiers s’effacent au bout de %(time)s. "
            "Un papier perdu ? Refaites la lettre : l’ancien code s’annule."
        )
        % {"time": french.delay(KEPT)},
        files=[_file_line(file, school=school, at=at) for file in files],
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
    sentence = ngettext("%(done)d lettre sur %(total)d", "%(done)d lettres sur %(total)d", done)
    return sentence % {"done": done, "total": total}


def _file_line(file: LetterFile, *, school: School, at: dt.datetime) -> LetterFileLine:
    state = file.state_at(at)
    ready = state == FileState.DONE
    return LetterFileLine(
        public_id=file.public_id,
        label=file.label,
        counts=_file_counts(file) if ready else "",
        status=str(state.label),
        tone=TONES[state],
        is_ready=ready,
        has_failed=state == FileState.FAILED,
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
        LetterAudience.GUARDIANS: _("Responsables"),
        LetterAudience.STUDENTS: _("Élèves"),
        LetterAudience.STAFF: _("Équipe"),
    }[LetterAudience(batch.audience)]
    label = batch.label
    return audience if batch.audience == LetterAudience.STAFF else f"{audience} — {label}"


def _when(created_at: dt.datetime, school: School, *, at: dt.datetime) -> str:
    """« le 1er décembre à 9 h », with the year where it is not this one."""
    local = created_at.astimezone(school.time_zone)
    return _("le %(day)s à %(clock)s") % {
        "day": french.short_day(day_of(created_at, school.time_zone), at=at, zone=school.time_zone),
        "clock": french.clock(local),
    }


def preview(planned: Plan, *, form: Any, label: str) -> LettersPreview:
    wish = form.cleaned_data
    count, envelopes = planned.letter_count, planned.envelope_count
    letters = ngettext("%(n)d lettre à imprimer", "%(n)d lettres à imprimer", count) % {"n": count}
    if wish["delivery"] == Delivery.POSTED:
        letters += ngettext(", %(n)d enveloppe", ", %(n)d enveloppes", envelopes) % {"n": envelopes}
    return LettersPreview(
        title=label,
        letters=letters,
        with_account=_people(planned.with_account),
        with_code=_people(planned.with_code),
        without_address=_people(planned.without_address)
        if wish["audience"] == LetterAudience.GUARDIANS and wish["delivery"] == Delivery.POSTED
        else "",
        is_empty=not count,
        renews=wish["renews"] and planned.with_code > 0,
    )


def _people(count: int) -> str:
    if not count:
        return ""
    return ngettext("%(n)d personne", "%(n)d personnes", count) % {"n": count}

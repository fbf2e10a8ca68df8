"""What the pages of an import show, ready for the templates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.schools.imports.queries.wording import KIND_WORDS
from apps.schools.imports.rules.files import NAMES_LAST, ImportKind
from apps.schools.imports.rules.report import ActCounts, full_summary
from apps.schools.models import ImportAct, ImportBatch, ImportFile, ImportState
from coeduc.days import day_of
from coeduc.french import day_in_words, delay, moment_in_words, weight

if TYPE_CHECKING:
    from apps.schools.models import ImportLine

FILE_WORDS = {
    ImportKind.NOMENCLATURE: gettext_lazy("Nomenclature : les matières"),
    ImportKind.STAFF: gettext_lazy("STS-web : l’équipe et ses enseignements"),
    ImportKind.STRUCTURES: gettext_lazy("Structures : les classes et les groupes"),
    ImportKind.PUPILS: gettext_lazy("Élèves"),
    ImportKind.GUARDIANS: gettext_lazy("Responsables"),
}
STATE_TONES = {
    ImportState.READING: "waiting",
    ImportState.READY: "ask",
    ImportState.IMPORTING: "waiting",
    ImportState.DONE: "done",
    ImportState.REFUSED: "ask",
    ImportState.FAILED: "ask",
    ImportState.CANCELLED: "draft",
}
ACT_TONES = {
    ImportAct.CREATED: "done",
    ImportAct.CHANGED: "draft",
    ImportAct.ENDED: "waiting",
    ImportAct.REJECTED: "ask",
}
# Before the confirmation nothing has happened yet.
PLANNED = {
    ImportAct.CREATED: gettext_lazy("à créer"),
    ImportAct.CHANGED: gettext_lazy("à modifier"),
    ImportAct.ENDED: gettext_lazy("à terminer"),
    ImportAct.REJECTED: gettext_lazy("laissé de côté"),
}


@dataclass(frozen=True, slots=True)
class PastImportLine:
    """One import in the list of past imports."""

    public_id: UUID
    title: str
    detail: str
    state: str
    tone: str


@dataclass(frozen=True, slots=True)
class ImportFileLine:
    name: str
    detail: str


@dataclass(frozen=True, slots=True)
class KindLine:
    """One kind of row, with how many are touched and how."""

    kind: str
    label: str
    detail: str


@dataclass(frozen=True, slots=True)
class ChangeLine:
    title: str
    detail: str
    act: str
    tone: str


@dataclass(frozen=True, slots=True)
class ImportLineGroup:
    """The lines of one kind that follow each other on the page."""

    label: str
    lines: list[ChangeLine]


def confirm_words(batch: ImportBatch) -> str:
    """What the button that imports says it does."""
    summary = full_summary(batch.report)
    if cuts := summary["cuts"]:
        return ngettext(
            "Importer et couper %(n)s accès", "Importer et couper %(n)s accès", cuts
        ) % {"n": cuts}
    return _("Terminer") if summary["is_nothing"] else _("Importer maintenant")


def batch_line(batch: ImportBatch, *, several: bool = False) -> PastImportLine:
    """``batch`` comes ``with_people()``; its school is named to who imports in ``several``."""
    zone = batch.school.time_zone
    return PastImportLine(
        public_id=batch.public_id,
        title=_("Import du %(day)s") % {"day": moment_in_words(batch.uploaded_at, zone=zone)},
        detail=f"{batch.school.name} · {author(batch)}" if several else author(batch),
        state=batch.get_state_display(),
        tone=STATE_TONES[ImportState(batch.state)],
    )


def author(batch: ImportBatch) -> str:
    return batch.uploaded_by.get_full_name() if batch.uploaded_by else _("ligne de commande")


def kept_until(batch: ImportBatch) -> str:
    """How long the names of a report are kept, or since when they are gone."""
    zone = batch.school.time_zone
    if batch.names_deleted_at:
        day = day_in_words(day_of(batch.names_deleted_at, zone))
        return _(
            "Les noms de ce bilan ont été effacés le %(day)s, après %(lasts)s. Les nombres restent."
        ) % {"day": day, "lasts": delay(NAMES_LAST)}
    if batch.ended_at is None:
        return _(
            "Ces noms sont gardés %(lasts)s après l’import, puis effacés. Les nombres restent."
        ) % {"lasts": delay(NAMES_LAST)}
    day = day_in_words(day_of(batch.ended_at + NAMES_LAST, zone))
    return _(
        "Les noms de ce bilan sont gardés %(lasts)s, jusqu’au %(day)s. Les nombres restent."
    ) % {"day": day, "lasts": delay(NAMES_LAST)}


def file_line(file: ImportFile, *, zone: ZoneInfo) -> ImportFileLine:
    parts = [str(FILE_WORDS[ImportKind(file.kind)])] if file.kind else []
    if file.exported_at:
        day = day_in_words(day_of(file.exported_at, zone))
        parts.append(_("exporté le %(day)s") % {"day": day})
    parts.append(weight(file.size))
    return ImportFileLine(file.name, " · ".join(parts))


def kind_lines(batch: ImportBatch) -> list[KindLine]:
    """The kinds that something happens to."""
    counts = full_summary(batch.report)["counts"]
    lines = [
        KindLine(kind, str(label), _counts_in_words(counts[kind]))
        for kind, label in KIND_WORDS.items()
        if kind in counts
    ]
    return [line for line in lines if line.detail]


def _counts_in_words(counts: ActCounts) -> str:
    created, changed = counts["created"], counts["changed"]
    ended, rejected = counts["ended"], counts["rejected"]
    words = [
        created and ngettext("%(n)s création", "%(n)s créations", created) % {"n": created},
        changed and ngettext("%(n)s modification", "%(n)s modifications", changed) % {"n": changed},
        ended and ngettext("%(n)s fin", "%(n)s fins", ended) % {"n": ended},
        rejected and ngettext("%(n)s rejet", "%(n)s rejets", rejected) % {"n": rejected},
    ]
    return " · ".join(word for word in words if word)


def act_choices(*, is_done: bool) -> list[tuple[str, str]]:
    words = dict(ImportAct.choices) if is_done else PLANNED
    return [(str(act), str(words[act])) for act in ImportAct]


def groups(lines: Iterable[ImportLine], *, is_done: bool) -> list[ImportLineGroup]:
    """Lines in the order of their rank, under the name of their kind."""
    return [
        ImportLineGroup(str(KIND_WORDS[kind]), change_lines(found, is_done=is_done))
        for kind, found in groupby(lines, key=lambda line: line.kind)
    ]


def change_lines(lines: Iterable[ImportLine], *, is_done: bool) -> list[ChangeLine]:
    words = dict(act_choices(is_done=is_done))
    return [
        ChangeLine(line.title, line.detail, words[line.act], ACT_TONES[ImportAct(line.act)])
        for line in lines
    ]


def story(batch: ImportBatch) -> list[str]:
    """Who dropped, who confirmed, when it ended; ``batch`` comes ``with_people()``."""
    zone = batch.school.time_zone

    def when(instant: dt.datetime) -> str:
        return moment_in_words(instant, zone=zone)

    sentences = [
        _("Déposé par %(person)s le %(moment)s.")
        % {"person": author(batch), "moment": when(batch.uploaded_at)}
        if batch.uploaded_by
        else _("Importé en ligne de commande, sur le serveur, le %(moment)s.")
        % {"moment": when(batch.uploaded_at)}
    ]
    if batch.confirmed_by and batch.confirmed_at:
        sentences.append(
            _("Confirmé par %(person)s le %(moment)s.")
            % {"person": batch.confirmed_by.get_full_name(), "moment": when(batch.confirmed_at)}
        )
    if batch.files_deleted_at:
        sentences.append(
            _("Fichiers effacés du portail le %(moment)s.")
            % {"moment": when(batch.files_deleted_at)}
        )
    return sentences

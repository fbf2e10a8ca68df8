"""Say each row of a report in the words of the school's office.

Names and classes are needed to recognise people; addresses, phones and birth dates are not, so a
changed value is named, never shown.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from apps.schools.enums import Scope
from apps.schools.imports.rules.report import ImportReport, RowMove
from apps.schools.links import READING
from apps.schools.names import listed_name, sort_key
from coeduc.french import of_name

KIND_WORDS = {
    "subject": gettext_lazy("Matières"),
    "division": gettext_lazy("Classes"),
    "group": pgettext_lazy("import", "Groupes"),
    "staff": gettext_lazy("Équipe"),
    "post": gettext_lazy("Fonctions"),
    "teaching": gettext_lazy("Enseignements"),
    "teaching_staff": gettext_lazy("Qui enseigne quoi"),
    "lead_teacher": gettext_lazy("Professeurs principaux"),
    "pupil": gettext_lazy("Élèves"),
    "enrolment": gettext_lazy("Élèves dans leur classe"),
    "membership": gettext_lazy("Élèves dans leurs groupes"),
    "guardian": gettext_lazy("Responsables"),
    "guardianship": gettext_lazy("Liens entre responsables et élèves"),
}
# What must be at hand to name a row, fetched once for all rows of the kind.
NEEDED = {
    "post": ("staff",),
    "teaching": ("subject", "division", "group"),
    "teaching_staff": ("staff", "teaching__subject", "teaching__division", "teaching__group"),
    "lead_teacher": ("staff", "division"),
    "enrolment": ("student", "division"),
    "membership": ("student", "group"),
    "guardianship": ("student", "guardian"),
}
SILENT_FIELDS = {"sort_key", "year_id", "subject_id", "division_id", "group_id"}
REACH = {Scope.FULL: 3, Scope.SURVEILLANCE: 2, Scope.CARE: 1, Scope.CONTACT: 0}


@dataclass(frozen=True, slots=True, order=True)
class ImportedRow:
    """What happens to one row; `cuts_access` when a guardian reads less than before."""

    kind: str
    act: str
    title: str
    detail: str = ""
    cuts_access: bool = False

    @property
    def search(self) -> str:
        return sort_key(self.title, self.detail)


def lines_of(report: ImportReport) -> list[ImportedRow]:
    """Every row touched and every row left out, in a stable order.

    To be called before the transaction of a trial is rolled back: names are read from the rows.
    """
    by_kind: dict[str, list[RowMove]] = defaultdict(list)
    for move in report.moves:
        by_kind[move.kind].append(move)
    for kind, names in NEEDED.items():
        if rows := [move.row for move in by_kind[kind]]:
            prefetch_related_objects(rows, *names)
    moves = _Moves(by_kind)
    lines = [
        ImportedRow(kind, "changed" if moves.is_half(move) else move.act, *SAY[kind](move, moves))
        for kind in by_kind
        for move in by_kind[kind]
        if not moves.is_in_another_line(move)
    ]
    lines += [
        ImportedRow(
            row.kind, "rejected", _("Identifiant national %(key)s") % {"key": row.key}, row.reason
        )
        for row in report.rejections
    ]
    return sorted(lines, key=_rank)


def digest(lines: Iterable[ImportedRow]) -> str:
    """A print of what was shown: the real import must do exactly that, or nothing."""
    text = "\n".join(repr(line) for line in lines)
    return hashlib.sha256(text.encode()).hexdigest()


def _rank(line: ImportedRow) -> tuple[object, ...]:
    kinds = list(KIND_WORDS)
    return not line.cuts_access, kinds.index(line.kind), line.act, sort_key(line.title), line


class _Moves:
    """What the words of one row must know of the others."""

    def __init__(self, by_kind: dict[str, list[RowMove]]) -> None:
        enrolments = by_kind["enrolment"]
        self.classes_left = {m.row.student_id: m.row for m in enrolments if m.act == "ended"}
        self.classes_joined = {m.row.student_id: m.row for m in enrolments if m.act == "created"}
        staff = {move.act: set[int]() for move in by_kind["staff"]}
        for move in by_kind["staff"]:
            staff[move.act].add(move.row.pk)
        self.staff = staff
        links = by_kind["guardianship"]
        self.links_opened = {_pair(m.row): m.row for m in links if m.act == "created"}
        self.links_ended = {_pair(m.row): m.row for m in links if m.act == "ended"}
        pupils = [_name(m.row) for m in by_kind["pupil"] if m.act == "created"]
        self.homonyms = {name for name, count in Counter(pupils).items() if count > 1}

    def is_half(self, move: RowMove) -> bool:
        """A change of class or of level is an end and a beginning: one change for a reader."""
        if move.act == "changed":
            return False
        if move.kind == "enrolment":
            key = move.row.student_id
            return key in self.classes_left and key in self.classes_joined
        if move.kind == "guardianship":
            return _pair(move.row) in self.links_ended and _pair(move.row) in self.links_opened
        return False

    def is_in_another_line(self, move: RowMove) -> bool:
        """What another sentence tells: half of a change, the posts of who arrives or leaves."""
        if move.kind == "post":
            return move.row.staff_id in self.staff.get(move.act, ())
        half_act = {"enrolment": "ended", "guardianship": "created"}.get(move.kind)
        return move.act == half_act and self.is_half(move)


Words = tuple[str, str] | tuple[str, str, bool]


def _pair(link: Any) -> tuple[int, int]:
    return link.student_id, link.guardian_id


def _name(person: Any) -> str:
    return listed_name(person)


def _changed(move: RowMove) -> str:
    """The French names of the columns that change."""
    meta = move.row._meta
    names = [str(meta.get_field(n).verbose_name) for n in move.fields if n not in SILENT_FIELDS]
    return ", ".join(names)


def _labelled(move: RowMove, _moves: _Moves) -> Words:
    row = move.row
    return f"{row.code} — {row.label}" if row.label else row.code, _changed(move)


def _staff(move: RowMove, _moves: _Moves) -> Words:
    if move.act == "ended":
        return _name(move.row), _("a quitté l’équipe : son accès s’arrête")
    return _name(move.row), _changed(move) or move.row.posts_in_words


def _post(move: RowMove, _moves: _Moves) -> Words:
    return _name(move.row.staff), str(move.row)


def _teaching(move: RowMove, _moves: _Moves) -> Words:
    return str(move.row), _changed(move)


def _teaching_staff(move: RowMove, _moves: _Moves) -> Words:
    return _name(move.row.staff), str(move.row.teaching)


def _lead(move: RowMove, _moves: _Moves) -> Words:
    return _name(move.row.staff), move.row.division.code


def _pupil(move: RowMove, moves: _Moves) -> Words:
    if move.act == "created" and _name(move.row) in moves.homonyms:
        key = move.row.siecle_id
        return _name(move.row), _("homonyme, identifiant national %(key)s") % {"key": key}
    return _name(move.row), _changed(move)


def _enrolment(move: RowMove, moves: _Moves) -> Words:
    row = move.row
    code = row.division.code
    if moves.is_half(move):
        left = moves.classes_left[row.student_id].division.code
        words = _("change de classe : de %(left)s à %(joined)s")
        return _name(row.student), words % {"left": left, "joined": code}
    says = {
        "created": _("entre en %(code)s"),
        "changed": _("dates corrigées en %(code)s"),
        "ended": _("quitte la %(code)s"),
    }
    return _name(row.student), says[move.act] % {"code": code}


def _membership(move: RowMove, _moves: _Moves) -> Words:
    return _name(move.row.student), move.row.group.code


def _guardian(move: RowMove, _moves: _Moves) -> Words:
    return _name(move.row), _changed(move)


def _guardianship(move: RowMove, moves: _Moves) -> Words:
    link = move.row
    title = _("%(guardian)s, %(relation)s %(of_pupil)s") % {
        "guardian": _name(link.guardian),
        "relation": link.get_relation_display(),
        "of_pupil": f"{of_name(link.student.first_name)} {link.student.display_last_name}",
    }
    if move.act == "changed":
        return title, _changed(move)
    if move.act == "created":
        return title, str(link.get_scope_display())
    return title, *_loss(link, moves.links_opened.get(_pair(link)))


def _loss(before: Any, after: Any) -> tuple[str, bool]:
    """What somebody whose link ends stops reading, and whether that is a loss."""
    reach = REACH[Scope(after.scope)] if after is not None else -1
    if before.scope not in READING.scopes or reach >= REACH[Scope(before.scope)]:
        words = _("devient %(scope)s") if after else _("n’est plus %(scope)s")
        return words % {"scope": (after or before).get_scope_display()}, False
    if after is None:
        return _("n’est plus responsable : accès coupé dès la confirmation"), True
    if after.scope not in READING.scopes:
        return _("devient contact : accès coupé dès la confirmation"), True
    return (
        _("devient %(scope)s : ne lit plus les résultats dès la confirmation")
        % {"scope": after.get_scope_display()},
        True,
    )


SAY: dict[str, Callable[[RowMove, _Moves], Words]] = {
    "subject": _labelled,
    "division": _labelled,
    "group": _labelled,
    "staff": _staff,
    "teaching": _teaching,
    "post": _post,
    "teaching_staff": _teaching_staff,
    "lead_teacher": _lead,
    "pupil": _pupil,
    "enrolment": _enrolment,
    "membership": _membership,
    "guardian": _guardian,
    "guardianship": _guardianship,
}
ACTS = ("created", "changed", "ended", "rejected")

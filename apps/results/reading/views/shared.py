"""Results as families and pupils read them: same door, same pages, two ways of speaking."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from apps.publication.services import decided_by, rules_by_kind, rules_to_read
from apps.results.models import ClassFigures, Result, ResultVersion
from apps.results.reading import queries
from apps.results.reading import services as reading_services
from apps.results.reading.forms import WAITING, ReadingFilter
from apps.results.reading.presenters.progress import progress_of
from apps.results.reading.presenters.readings import ResultReading, WaitingReading, by_day
from apps.results.reading.presenters.result import (
    Opened,
    family_result,
    reach_sentence,
    talk_to,
    waiting_page,
)
from apps.results.reading.presenters.roster import Roster, SortedResults
from apps.results.reading.presenters.rule_history import (
    CurrentRules,
    ReaderMoment,
    SchoolRuleHistory,
)
from apps.results.reading.presenters.subjects import subject_list
from apps.results.reading.presenters.wording import as_worded
from apps.results.reading.views.all_read import can_undo, leave_out
from apps.schools.links import children_of
from apps.schools.models import School, Student
from apps.schools.names import sort_key
from coeduc.french import of_name
from coeduc.http import Request
from coeduc.ui import COVERS

if TYPE_CHECKING:
    from apps.results.reading.queries import ReadRow

PAGE = 20
# Under this, a list is read faster than it is filtered.
FEW = 6
# In the address: the list by date rather than by subject.
VIEW = "vue"


def moment_of(request: Request, school: School) -> ReaderMoment:
    return ReaderMoment(request.reader, request.now, school.time_zone)


def frame_of(request: Request, school: School) -> SchoolRuleHistory:
    """The rules and hours under which what waits is explained, and those that gave its dates."""
    return SchoolRuleHistory.through(decided_by(school, at=request.now), school, at=request.now)


def rules_of(request: Request, school: School) -> CurrentRules:
    """The rules in force alone, where no date is told."""
    return CurrentRules(rules_by_kind(rules_to_read(school, at=request.now)))


def readings_of(request: Request, student: Student) -> list[ResultReading]:
    """Every row of this pupil: subjects, averages and paper are made of these."""
    rows = queries.rows_of(request.reader, student.pk, at=request.now)
    return by_day(ResultReading.of(row) for row in rows)


def waiting_readings_of(request: Request, student: Student) -> list[WaitingReading]:
    """The same with why each shows nothing yet."""
    rows = queries.waiting_rows_of(request.reader, student.pk, at=request.now)
    return by_day(WaitingReading.of(row) for row in rows)


def list_context(request: Request, student: Student) -> dict[str, Any]:
    """What ``_reading.html`` shows: a line a subject; one subject over time; or all by date."""
    common = {
        "of_student": of_name(student.first_name),
        "student_id": student.public_id,
        "office": student.school_id,
        "can_undo": can_undo(request, student),
    }
    if set(request.GET) & {*ReadingFilter.base_fields, VIEW, "page"}:
        return common | _dated_context(request, student)
    rules = rules_of(request, student.school)
    readings = readings_of(request, student)
    subjects = subject_list(
        readings,
        averages=rules.rule_for("").shows.running_average,
        moment=moment_of(request, student.school),
    )
    return common | {
        "pupils_first": rules.pupils_first,
        "subjects": subjects,
        "is_empty": not readings,
        "has_released": any(reading.shown for reading in readings),
        "has_waiting": any(line.waiting for line in subjects.lines),
    }


def _dated_context(request: Request, student: Student) -> dict[str, Any]:
    readings = waiting_readings_of(request, student)
    frame, moment = frame_of(request, student.school), moment_of(request, student.school)
    form = ReadingFilter(request.GET, subjects=_subjects(readings))
    found = _filtered(readings, form)
    is_subject = form.value("matiere") and not form.value("q") and not form.value("etat")
    progress = None
    if is_subject and found:
        averages = frame.rule_for("").shows.running_average
        progress = progress_of(found, averages=averages, moment=moment)
        found = [reading for reading in found if reading.shown is None]
    sorted_results = SortedResults.of(
        found, at=request.now
    )  # sorted out and counted first, then by page
    page = Paginator(sorted_results.in_order, PAGE).get_page(request.GET.get("page"))
    return {
        "pupils_first": frame.pupils_first,
        "form": form,
        "is_filtering": any(form.value(name) for name in form.fields),
        # What waits is an answer, asked by a link: its page opens on it.
        "is_searching": bool(form.value("q") or form.value("matiere")) and progress is None,
        "has_filters": len(readings) > FEW,
        "progress": progress,
        "roster": Roster.of(sorted_results, page, frame, moment=moment),
        "page": page,
        "is_empty": not readings,
        "finds_nothing": bool(readings) and not found and progress is None,
        "has_released": any(reading.shown for reading in readings),
    }


def open_or_404(request: Request, public_id: uuid.UUID) -> Opened:
    row = _row_or_404(request, public_id)
    if row.reading is None:
        return Opened(row, None)
    version = queries.state_of(request.reader, row.pk, at=request.now)
    version.result = row
    return Opened(row, version)


def detail_context(request: Request, opened: Opened) -> dict[str, Any]:
    """What ``result_detail.html`` shows, but for the acts of each space."""
    row, version = opened.row, opened.version
    school = row.assessment.school
    moment = moment_of(request, school)
    space = "student" if request.reader.is_student else "family"
    context = {
        "read_url": reverse(f"results:{space}_result_read", args=[row.public_id]),
        "is_opened": bool(row.reading and row.reading["opened"]),
        "is_read": bool(row.reading and row.reading["opened"] is not None),
        "of_student": of_name(row.student.first_name),
        "title": row.assessment.title,
        "talk_to": talk_to(row),
        "reach": reach_sentence(row, moment=moment),
        "subject": row.assessment.teaching.subject,
        "public_id": row.public_id,
        "office": row.student.school_id,
        "cover": _cover(request, row),
    }
    if version is None:
        page = waiting_page(row, frame_of(request, school), moment=moment)
        return context | {"waiting": page.waiting, "lead": page.lead, "why": page.why}
    result = family_result(
        row,
        version,
        word=row.word_text or "",
        figures=_figures(request, row, version),
        moment=moment,
    )
    return context | {"result": result, "lead": result.lead, "why": result.why}


def keep_mark(request: Request, public_id: UUID, *, child: str = "") -> HttpResponse:
    """The reader has opened it, or wants it back in what is to be read: then the list shows it.

    ``child``: the parameter that names the pupil in a family's list.

    404 while nothing can be read of it: the mark would tell that something is there.
    """
    opened = open_or_404(request, public_id)
    version = opened.version
    if version is None:
        raise Http404
    leave_out(request, version)
    if request.POST.get("read") == "0":
        reading_services.mark_unread(version, request.user)
        address = request.path.partition(str(public_id))[0]
        query = f"?{child}={opened.row.student.public_id}" if child else ""
        return redirect(address + query)
    reading_services.mark_read(version, request.user)
    return redirect(request.path.removesuffix("lu/"))


def _subjects(readings: Sequence[WaitingReading]) -> list[tuple[str, str]]:
    """Those of this pupil's assessments, by name."""
    known = {reading.subject_code: reading.subject for reading in readings}
    return sorted(known.items(), key=lambda subject: sort_key(subject[1]))


def _filtered(readings: list[WaitingReading], form: ReadingFilter) -> list[WaitingReading]:
    found = readings
    if subject := form.value("matiere"):
        found = [reading for reading in found if reading.subject_code == subject]
    if form.value("etat") == WAITING:
        found = [reading for reading in found if reading.shown is None]
    if words := form.value("q"):
        found = [reading for reading in found if reading.matches(words)]
    return found


def _row_or_404(request: Request, public_id: uuid.UUID) -> ReadRow:
    row = queries.row_of(request.reader, public_id, at=request.now)
    if row is None:
        raise Http404
    return as_worded(row)


def _cover(request: Request, row: Any) -> int:
    """The colour of this child's notebook, as on the family's first page."""
    children = [link.student_id for link in children_of(request.reader, at=request.now)]
    rank = children.index(row.student_id) if row.student_id in children else 0
    return COVERS[rank % len(COVERS)]


def _figures(request: Request, row: Result, version: ResultVersion) -> ClassFigures | None:
    shows = version.followed.as_rule().shows
    if not (shows.class_average or shows.extremes):
        return None
    return queries.figures_of(request.reader, row.assessment_id)

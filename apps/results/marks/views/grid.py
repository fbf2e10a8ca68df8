"""The marks grid: the page, and the lines that it saves by itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.results import policies
from apps.results.enums import SkillLevel
from apps.results.errors import ReasonNeededError, StaleEntryError
from apps.results.marks.forms.grid import MarksForm, whole_names
from apps.results.marks.forms.table import TableForm
from apps.results.marks.inputs.reading import TableReading, read_tables
from apps.results.marks.inputs.template import marks_csv
from apps.results.marks.presenters.rows import Roster, conflict_sentence, grid_heading, row_answers
from apps.results.marks.presenters.tables import (
    answers_of,
    proposed_of,
    pupils_of,
    table_answer,
    table_lines,
)
from apps.results.marks.queries import assessment_of, roster_of, states_with_authors
from apps.results.marks.services import try_marks
from apps.results.models import Assessment, ResultVersion
from apps.support.devices.queries import proposed_devices
from coeduc.access import require
from coeduc.http import Request
from coeduc.uploads import was_cut

if TYPE_CHECKING:
    from django.http import QueryDict


@require_http_methods(["GET", "HEAD", "POST"])
def assessment_marks(request: Request, public_id: UUID) -> HttpResponse:
    """The grid: one line a pupil, one round trip for all."""
    assessment = assessment_to_mark(request, public_id)
    roster = roster_of(request.reader, assessment, at=request.now)
    sent = whole_names(request.POST, roster) if request.POST else None
    form = grid_form(request, assessment, sent, roster)
    if form.is_valid() and (saved := _save(request, assessment, form)) is not None:
        if saved:
            sentence = ngettext("%(n)d résultat enregistré.", "%(n)d résultats enregistrés.", saved)
            messages.success(request, sentence % {"n": saved})
        else:
            messages.success(request, _("Tout est enregistré."))
        return redirect("results:assessment_detail", assessment.public_id)
    return show_grid(request, assessment, form)


@require_POST
def marks_save(request: Request, public_id: UUID) -> JsonResponse:
    """Save the lines sent, each for itself, and answer where each of them stands now.

    What a family may already have read is never changed here: that needs a reason, on the page.
    """
    assessment = assessment_to_mark(request, public_id)
    roster = roster_of(request.reader, assessment, at=request.now)
    sent = whole_names(request.POST, roster)
    lines = [(result, last) for result, last in roster if f"seen-{result.public_id}" in sent]
    form = grid_form(request, assessment, sent, lines)
    form.is_valid()
    outcome = try_marks(assessment, form.entries, by=request.user, at=request.now, partly=True)
    theirs = _last_states(request, outcome.refused)
    return JsonResponse({"rows": row_answers(form, outcome, theirs, by=request.user)})


@require_POST
def marks_sheet(request: Request, public_id: UUID) -> HttpResponse:
    """Read a spreadsheet, or lines copied with their names, into the grid; save nothing."""
    assessment = assessment_to_mark(request, public_id)
    roster = roster_of(request.reader, assessment, at=request.now)
    asked = TableForm(request.POST, request.FILES, too_big=was_cut(request))
    reading = TableReading()
    if asked.is_valid():
        reading = read_tables(
            asked.tables,
            pupils_of(roster),
            assessment.skills,
            scale=assessment.scale,
            sheet=asked.cleaned_data["sheet"],
            column=asked.cleaned_data["column"],
        )
    if request.accepts("text/html"):
        form = grid_form(request, assessment, None, roster, proposed=proposed_of(reading))
        answers = answers_of(reading, asked.tables)
        return show_grid(request, assessment, form, sheet=asked, reading=reading, answers=answers)
    sentences = [str(error) for errors in asked.errors.values() for error in errors]
    return JsonResponse(table_answer(reading) | ({"sentences": sentences} if sentences else {}))


@require_safe
def marks_template(request: Request, public_id: UUID) -> HttpResponse:
    """The class in a sheet to fill in, with what is already entered."""
    assessment = assessment_to_mark(request, public_id)
    lines = table_lines(roster_of(request.reader, assessment, at=request.now), assessment)
    name = slugify(f"notes {assessment.teaching.class_code} {assessment.title}")
    return HttpResponse(
        marks_csv(lines, skills=assessment.skills),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def assessment_to_mark(request: Request, public_id: UUID) -> Assessment:
    assessment = assessment_of(request.reader, public_id, at=request.now)
    if assessment is None:
        raise Http404
    require(policies.can_mark(request.reader, assessment))
    return assessment


def grid_form(
    request: Request,
    assessment: Assessment,
    data: Any,
    roster: Roster,
    **more: Any,
) -> MarksForm:
    return MarksForm(
        data,
        roster=roster,
        assessment=assessment,
        devices=list(proposed_devices(request.reader, assessment.school_id)),
        at=request.now,
        **more,
    )


def show_grid(
    request: Request, assessment: Assessment, form: MarksForm, **more: Any
) -> HttpResponse:
    return render(
        request,
        "results/assessment_marks.html",
        {
            "form": form,
            "rows": list(form.rows()),
            "asks_reason": form.asks_reason or "reason" in form.errors,
            "line": grid_heading(assessment),
            "levels": [(level.value, level.label) for level in SkillLevel],
            "sheet": TableForm(),
            **more,
        },
    )


def _save(request: Request, assessment: Assessment, form: MarksForm) -> int | None:
    """Save the grid; None when a rule refuses, the sentence then standing beside its field."""
    outcome = try_marks(
        assessment,
        form.entries,
        by=request.user,
        at=request.now,
        reason=form.cleaned_data["reason"],
    )
    if not outcome.refused:
        return len(outcome.versions)
    theirs = _last_states(request, outcome.refused)
    data = cast("QueryDict", form.data).copy()
    for error in outcome.refused:
        if isinstance(error, ReasonNeededError):
            if not form.has_error("reason"):
                form.add_error("reason", str(error))
        elif error.result is None:  # every other refusal is of a row
            form.add_error(None, str(error))
        elif isinstance(error, StaleEntryError):
            # Told what the other wrote, the teacher who saves again has chosen.
            theirs_now = theirs[error.result.pk]
            data[f"seen-{error.result.public_id}"] = str(theirs_now.n)
            form.refuse(error.result, conflict_sentence(theirs_now, by=request.user))
        else:
            form.refuse(error.result, str(error))
    form.data = data
    return None


def _last_states(request: Request, refused: Iterable[Any]) -> dict[int, ResultVersion]:
    """What another person wrote meanwhile, by result; asked only when there is something."""
    stale = [
        error.result
        for error in refused
        if isinstance(error, StaleEntryError) and error.result is not None
    ]
    if not stale:
        return {}
    versions = states_with_authors(request.reader, stale)
    return {version.result_id: version for version in versions}

"""Import the national files: drop, read what would change, confirm, keep the report."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.schools import policies
from apps.schools.errors import ImportRefusedError
from apps.schools.imports import presenters as imports_presenters
from apps.schools.imports.forms import ConfirmForm, LineFilter, UploadForm
from apps.schools.imports.queries import lists
from apps.schools.imports.rules.report import full_summary
from apps.schools.imports.services import batches
from apps.schools.lookups import team_or_404
from apps.schools.models import ImportBatch, ImportState, School
from apps.schools.people import queries as people_queries
from coeduc.access import require
from coeduc.http import Request
from coeduc.journal import act_of_power
from coeduc.uploads import was_cut

PAGE = 50
PAST = 10
CUTS_SHOWN = 10
# More in one week than a school sees in a year: the files may be those of somewhere else.
MANY_CUTS = 20
SHOWN = (ImportState.READY, ImportState.DONE)


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: Request) -> HttpResponse:
    """The form, or the import already open; then the past ones."""
    schools = _schools(request)
    opened = lists.open_imports(request.reader)
    busy = {batch.school_id for batch in opened}
    free = [school for school in schools if school.pk not in busy]
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UploadForm(*sent, schools=free or schools, too_big=was_cut(request))
    if batch := _uploaded(request, form):
        return redirect("imports:batch_detail", batch.public_id)
    page = Paginator(lists.past_imports(request.reader), PAST).get_page(request.GET.get("page"))
    return render(
        request,
        "schools/imports/upload.html",
        {
            "form": form if free else None,
            "opened": [
                imports_presenters.batch_line(batch, several=len(schools) > 1) for batch in opened
            ],
            "past": [
                imports_presenters.batch_line(batch, several=len(schools) > 1) for batch in page
            ],
            "page": page,
            "is_first": not lists.has_imported(request.reader),
        },
    )


def _uploaded(request: Request, form: UploadForm) -> ImportBatch | None:
    if not form.is_valid():
        return None
    try:
        return batches.upload(
            form.chosen_school(), form.cleaned_data["files"], by=request.user, at=request.now
        )
    except ImportRefusedError as error:
        form.add_error(None, str(error))
        return None


@require_safe
def batch_detail(request: Request, public_id: UUID) -> HttpResponse:
    """One import, whatever its state; while a worker has it, htmx asks for the progress alone."""
    batch = _batch_or_404(request, public_id)
    if request.htmx:
        if batch.is_working:
            news = {"is_news": request.GET.get("vu") != str(batch.quarter)}
            return render(
                request,
                "schools/imports/_progress.html",
                {"batch": batch, "quarter": batch.quarter} | news,
            )
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "schools/imports/batch_detail.html", _context(request, batch))


@act_of_power
@require_POST
def batch_confirm(request: Request, public_id: UUID) -> HttpResponse:
    """Write what was shown; twice is once."""
    batch = _batch_or_404(request, public_id)
    form = _confirm_form(batch, request.POST)
    if batch.state == ImportState.READY and not form.is_valid():
        context = _context(request, batch) | {"confirm": form}
        return render(request, "schools/imports/batch_detail.html", context)
    if not batches.confirm(batch, by=request.user, at=request.now):
        messages.info(request, _("Cet import n’attend pas de confirmation."))
    return redirect("imports:batch_detail", batch.public_id)


@require_POST
def batch_reread(request: Request, public_id: UUID) -> HttpResponse:
    """Read the same files again: something has changed in the portal since."""
    batch = _batch_or_404(request, public_id)
    if not batches.reread(batch):
        messages.info(request, _("Ces fichiers ne sont plus là : déposez-les de nouveau."))
    return redirect("imports:batch_detail", batch.public_id)


@require_POST
def batch_cancel(request: Request, public_id: UUID) -> HttpResponse:
    batch = _batch_or_404(request, public_id)
    if batches.cancel(batch, at=request.now):
        messages.success(request, _("Import abandonné. Rien n’a été écrit."))
        return redirect("imports:upload")
    messages.info(request, _("Trop tard pour abandonner : voici où en est cet import."))
    return redirect("imports:batch_detail", batch.public_id)


def _schools(request: Request) -> list[School]:
    """Where this person may import. Not of the team: 404; of the team, but not theirs: 403."""
    team_or_404(request)
    require(policies.can_import_somewhere(request.reader))
    schools = people_queries.schools(request.reader)
    return [school for school in schools if policies.can_import(request.reader, school)]


def _batch_or_404(request: Request, public_id: UUID) -> ImportBatch:
    """Visible to those who may import, and to them alone."""
    return get_object_or_404(lists.imports(request.reader), public_id=public_id)


def _confirm_form(batch: ImportBatch, data: Any = None) -> ConfirmForm:
    summary = full_summary(batch.report)
    cuts = summary["cuts"]
    return ConfirmForm(
        data,
        is_older=summary["is_older"],
        cuts=cuts if cuts >= MANY_CUTS else 0,
        submit=imports_presenters.confirm_words(batch),
        action=reverse("imports:batch_confirm", args=[batch.public_id]),
    )


def _context(request: Request, batch: ImportBatch) -> dict[str, Any]:
    files = lists.files_of(request.reader, batch)
    context: dict[str, Any] = {
        "batch": batch,
        "quarter": batch.quarter,
        "line": imports_presenters.batch_line(batch),
        "story": imports_presenters.story(batch),
        "kept_until": imports_presenters.kept_until(batch) if batch.state in SHOWN else "",
        "files": [
            imports_presenters.file_line(file, zone=batch.school.time_zone) for file in files
        ],
    }
    if batch.state in SHOWN:
        context |= _lines(request, batch)
    if batch.state == ImportState.READY:
        context["confirm"] = _confirm_form(batch)
    return context


def _cuts(lines: Any, *, is_done: bool) -> dict[str, Any]:
    """Who loses an access: a few in full view, the others folded."""
    found = list(lines)
    return {
        "cuts": imports_presenters.change_lines(found[:CUTS_SHOWN], is_done=is_done),
        "more_cuts": imports_presenters.change_lines(found[CUTS_SHOWN:], is_done=is_done),
        "is_many": len(found) >= MANY_CUTS,
    }


def _lines(request: Request, batch: ImportBatch) -> dict[str, Any]:
    """What happens: who loses an access first, then all of it, searched and by pages."""
    is_done = batch.state == ImportState.DONE
    form = LineFilter(request.GET, is_done=is_done)
    found = lists.lines_found(request.reader, batch, form.search())
    is_whole = request.GET.get("page") == "tout"
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return {
        "filter": form,
        "page": page,
        "is_whole": is_whole,
        "groups": imports_presenters.groups(found if is_whole else page, is_done=is_done),
        "kinds": imports_presenters.kind_lines(batch),
        **_cuts(lists.lines_that_cut(request.reader, batch), is_done=is_done),
        "summary": full_summary(batch.report),
        "is_searching": any(request.GET.get(name) for name in ("q", "kind", "change")),
    }

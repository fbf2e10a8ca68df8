"""The notebooks of the classes that a person follows: read on line, taken away as a file."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from apps.homework.archive import queries as archive_queries
from apps.homework.archive import services as archive_services
from apps.homework.archive.forms import ClassFilter, ReadFilter
from apps.homework.archive.presenters import exports
from apps.homework.archive.presenters.lessons import archived_lesson, subject_title
from apps.homework.enums import ExportKind
from apps.homework.lookups import me_or_404
from apps.schools.days import today_of
from apps.schools.models import Division
from coeduc.days import day_of
from coeduc.http import Request
from coeduc.journal import act_of_power
from coeduc.once import once

CLASSES = 40
LESSONS = 20


@require_safe
def archive_list(request: Request) -> HttpResponse:
    """All the classes, newest year first."""
    me = me_or_404(request)
    today = today_of(me.school, at=request.now)
    years = archive_queries.years(request.reader, at=request.now)
    form = ClassFilter(request.GET, years=years)
    year, words = form.read()
    rows = archive_queries.classes_found(request.reader, at=request.now, year=year, words=words)
    page = Paginator(rows, CLASSES).get_page(request.GET.get("page"))
    lines = [
        {
            "public_id": one.public_id,
            "code": one.code,
            "year": str(one.year),
            "is_over": today > one.year.ends_on,
        }
        for one in page
    ]
    context = {"form": form, "page": page, "lines": lines, "filtered": bool(request.GET)}
    return render(request, "homework/archive_list.html", context)


@require_safe
def archive_class(request: Request, public_id: UUID) -> HttpResponse:
    """As families read it: by subject, by month, by words."""
    division = _class_or_404(request, public_id)
    zone = division.school.time_zone
    taught = list(archive_queries.teachings(request.reader, division, at=request.now))
    form = ReadFilter(request.GET, teachings=taught, year=division.year)
    subject, month, words = form.read()
    lessons = archive_queries.lessons_found(
        [one for one in taught if subject in (None, one.public_id)],
        at=request.now,
        month=month,
        words=words,
    )
    page = Paginator(lessons, LESSONS).get_page(request.GET.get("page"))
    return render(
        request,
        "homework/archive_class.html",
        {
            "code": division.code,
            "year": str(division.year),
            "division_id": division.public_id,
            "is_over": day_of(request.now, zone) > division.year.ends_on,
            "only": _only(division, taught),
            "form": form,
            "filtered": subject is not None or month is not None or bool(words),
            "page": page,
            "lessons": [archived_lesson(one, zone=zone) for one in page],
            **_files(request, division),
        },
    )


@require_safe
def export_progress(request: Request, public_id: UUID) -> HttpResponse:
    """The files asked for; a piece of the page while one is being made."""
    division = _class_or_404(request, public_id)
    if not request.htmx:
        return redirect("homework:archive_class", division.public_id)
    context = {"division_id": division.public_id, **_files(request, division)}
    return render(request, "homework/export_files.html", context)


@act_of_power
@require_POST
@once
def export_ask(request: Request, public_id: UUID) -> HttpResponse:
    division = _class_or_404(request, public_id)
    kind = request.POST.get("kind", "")
    if kind in ExportKind.values:
        archive_services.ask(division, kind, by=request.user, at=request.now)
    return redirect("homework:archive_class", division.public_id)


@act_of_power
@require_safe
def export_file(request: Request, public_id: UUID) -> FileResponse:
    """Saved, never shown by the browser: the portal shows no page that it did not write."""
    row = get_object_or_404(archive_queries.exports(request.reader), public_id=public_id)
    _class_or_404(request, row.division.public_id)
    kept = row.file.name if row.file else ""
    if not kept or not default_storage.exists(kept):
        raise Http404
    name = _("cahier-%(code)s-%(year)s") % {"code": row.division.code, "year": row.division.year}
    return FileResponse(
        default_storage.open(kept),
        as_attachment=True,
        filename=f"{name}.{row.kind}",
        content_type="application/pdf"
        if row.kind == ExportKind.PDF
        else "text/html; charset=utf-8",
    )


def _class_or_404(request: Request, public_id: UUID) -> Division:
    return get_object_or_404(
        archive_queries.classes(request.reader, at=request.now), public_id=public_id
    )


def _only(division: Division, taught: list[Any]) -> str:
    """What is read here, where it is not the whole notebook of the class."""
    if archive_queries.of_class(division).count() == len(taught):
        return ""
    return ", ".join(dict.fromkeys(subject_title(one) for one in taught))


def _files(request: Request, division: Division) -> dict[str, Any]:
    rows = archive_queries.exports_of(request.reader, division)
    lines = exports.export_lines(rows, at=request.now, zone=division.school.time_zone)
    return {"files": lines, "is_waiting": any(line.is_waiting for line in lines)}

"""The calendar of a school: year and terms, holidays and closures, weeks A and B."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from apps.schools.enums import ClosureSource, WeekLabel, Zone
from apps.schools.errors import CalendarError
from apps.schools.models import School, SchoolYear
from apps.schools.settings import queries as settings_queries
from apps.schools.settings.forms.calendar import (
    ClosureFormSet,
    FirstWeekForm,
    WeeksForm,
    YearForm,
    ZoneForm,
)
from apps.schools.settings.services import calendar
from apps.schools.settings.views.identity import school_to_decide, school_to_set_up
from coeduc.french import day_in_words, period_in_words
from coeduc.http import Request
from coeduc.journal import act_of_power
from coeduc.once import once


@act_of_power
@require_http_methods(["GET", "HEAD", "POST"])
def settings_year(request: Request, public_id: UUID) -> HttpResponse:
    """First and last day, trimesters or semesters: the head’s decision."""
    school = school_to_decide(request, public_id)
    year = _year(request, school)
    form = YearForm(
        request.POST or None,
        year=year,
        terms=list(settings_queries.terms(request.reader, year)) if year else [],
        cancel_url=reverse("schools:settings"),
    )
    if form.is_valid():
        try:
            calendar.save_year(
                school,
                year,
                days=form.days,
                terms=form.terms,
                reports=form.reports,
                by=request.user,
                at=request.now,
            )
        except CalendarError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("L’année et ses périodes sont enregistrées."))
            return redirect("schools:settings")
    return render(
        request, "schools/settings_year.html", {"form": form, "school": school, "year": year}
    )


@act_of_power
@require_http_methods(["GET", "HEAD", "POST"])
@once
def settings_closures(request: Request, public_id: UUID) -> HttpResponse:
    """Holidays of the zone to read, closures of the school to write."""
    school = school_to_set_up(request, public_id)
    closures = list(settings_queries.closures(request.reader, school))
    local = [closure for closure in closures if closure.source == ClosureSource.LOCAL]
    formset = ClosureFormSet(
        request.POST or None,
        initial=[{"label": c.label, "starts_on": c.starts_on, "ends_on": c.ends_on} for c in local],
        prefix="closure",
    )
    refused = ""
    if formset.is_valid():
        try:
            calendar.save_local_closures(school, formset.lines(), by=request.user, at=request.now)
        except CalendarError as error:
            refused = str(error)
        else:
            messages.success(request, _("Les fermetures du collège sont enregistrées."))
            return redirect("schools:settings_closures", public_id)
    return render(
        request,
        "schools/settings_closures.html",
        {
            "formset": formset,
            "refused": refused,
            "zone_form": ZoneForm(initial={"zone": school.zone}),
            "school": school,
            "has_own_calendar": school.zone == Zone.OWN,
            "year": _year(request, school),
            "national": [
                (closure.label, period_in_words(closure.starts_on, closure.ends_on))
                for closure in closures
                if closure.source != ClosureSource.LOCAL
            ],
        },
    )


@require_POST
@once
def settings_fill(request: Request, public_id: UUID) -> HttpResponse:
    """«Remplir le calendrier»: harmless twice."""
    school = school_to_set_up(request, public_id)
    year = _year(request, school)
    form = ZoneForm(request.POST)
    if year is None:
        messages.error(request, _("Donnez d’abord le premier et le dernier jour de l’année."))
    elif form.is_valid():
        zone = form.cleaned_data["zone"]
        if zone != school.zone:
            calendar.save_zone(school, zone, by=request.user, at=request.now)
        _fill(request, school, year)
    return redirect("schools:settings_closures", public_id)


def _fill(request: Request, school: School, year: SchoolYear) -> None:
    try:
        added = calendar.fill_closures(school, year, by=request.user, at=request.now)
    except CalendarError as error:
        messages.error(request, str(error))
        return
    if added:
        sentence = ngettext("%(n)d période ajoutée.", "%(n)d périodes ajoutées.", added)
        messages.success(request, sentence % {"n": added})
    else:
        messages.info(request, _("Le calendrier était déjà à jour."))


@require_http_methods(["GET", "HEAD", "POST"])
def settings_weeks(request: Request, public_id: UUID) -> HttpResponse:
    """The letter of each teaching week; the first letter proposes all the others."""
    school = school_to_set_up(request, public_id)
    year = _year(request, school)
    weeks = settings_queries.weeks(request.reader, school, year)
    form = WeeksForm(request.POST or None, weeks=list(weeks))
    if form.weeks and form.is_valid():
        changed = calendar.save_weeks(school, form.labels)
        sentence = ngettext("%(n)d semaine changée.", "%(n)d semaines changées.", changed)
        messages.success(request, sentence % {"n": changed})
        return redirect("schools:settings_weeks", public_id)
    return render(
        request,
        "schools/settings_weeks.html",
        {
            "rows": [
                (day_in_words(week.monday), week.monday.isocalendar().week, field)
                for week, field in form.rows()
            ],
            "form": form,
            "first_form": FirstWeekForm(),
            "school": school,
            "year": year,
        },
    )


@require_POST
@once
def settings_weeks_propose(request: Request, public_id: UUID) -> HttpResponse:
    school = school_to_set_up(request, public_id)
    year = _year(request, school)
    form = FirstWeekForm(request.POST)
    if year is None:
        messages.error(request, _("Donnez d’abord le premier et le dernier jour de l’année."))
    elif form.is_valid():
        count = calendar.propose_weeks(school, year, first=WeekLabel(form.cleaned_data["first"]))
        sentence = ngettext("%(n)d semaine de cours.", "%(n)d semaines de cours.", count)
        messages.success(request, sentence % {"n": count})
    return redirect("schools:settings_weeks", public_id)


def _year(request: Request, school: School) -> SchoolYear | None:
    return calendar.year_at(school, at=request.now)

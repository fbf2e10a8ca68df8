"""The settings of a school: what the team decides once and families read all year."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.schools import policies
from apps.schools.lookups import team_or_404
from apps.schools.models import School
from apps.schools.people import queries as people_queries
from apps.schools.settings import queries as settings_queries
from apps.schools.settings.forms.identity import ContactFormSet, IdentityForm, LogoForm
from apps.schools.settings.presenters import SettingsOfSchool, identity_sentence, settings_of
from apps.schools.settings.services import calendar, identity, logo
from coeduc.access import require, visible
from coeduc.french import moment_in_words
from coeduc.http import Request
from coeduc.journal import act_of_power
from coeduc.uploads import was_cut

PAGE = 20


@require_safe
def settings(request: Request) -> HttpResponse:
    """Everything that can be set, with who may, school by school."""
    team_or_404(request)
    schools = [
        school
        for school in people_queries.schools(request.reader)
        if policies.can_set_up_tools(request.reader, school)
    ]
    require(bool(schools))
    level = 3 if len(schools) > 1 else 2
    of_schools = [replace(_settings_of(request, school), level=level) for school in schools]
    return render(request, "schools/settings.html", {"schools": of_schools})


def _settings_of(request: Request, school: School) -> SettingsOfSchool:
    decides = policies.can_set_up(request.reader, school)
    return settings_of(
        school,
        decides=decides,
        called=len(settings_queries.contacts(request.reader, school)) if decides else 0,
        year=calendar.year_at(school, at=request.now) if decides else None,
        weeks=settings_queries.how_many_weeks(request.reader, school),
    )


@act_of_power
@require_http_methods(["GET", "HEAD", "POST"])
def settings_identity(request: Request, public_id: UUID) -> HttpResponse:
    """Name, telephone of the school life, hours to call."""
    school = school_to_decide(request, public_id)
    clock, was_set = school.zone_name, school.is_clock_set
    form = IdentityForm(
        request.POST or None, instance=school, cancel_url=reverse("schools:settings")
    )
    if form.is_valid():
        identity.save_identity(form.save(commit=False), by=request.user, at=request.now)
        if school.zone_name != clock or ("zone_name" in form.fields and not was_set):
            calendar.save_clock(school, school.zone_name, by=request.user, at=request.now)
        messages.success(request, identity_sentence(form.changed_data))
        return redirect("schools:settings")
    return render(request, "schools/settings_identity.html", {"form": form, "school": school})


@act_of_power
@require_http_methods(["GET", "HEAD", "POST"])
def settings_contacts(request: Request, public_id: UUID) -> HttpResponse:
    """People to call, in the order families read them; an emptied line goes."""
    school = school_to_decide(request, public_id)
    contacts = settings_queries.contacts(request.reader, school)
    formset = ContactFormSet(
        request.POST or None,
        initial=contacts,
        prefix="contact",
    )
    if formset.is_valid():
        lines = formset.lines()
        identity.save_contacts(school, lines, by=request.user, at=request.now)
        sentence = _("C’est enregistré. Les familles n’y voient plus personne à appeler.")
        if lines:
            sentence = _("C’est enregistré. Les familles les voient dès maintenant.")
        messages.success(request, sentence)
        return redirect("schools:settings")
    return render(request, "schools/settings_contacts.html", {"formset": formset, "school": school})


@require_http_methods(["GET", "HEAD", "POST"])
def settings_logo(request: Request, public_id: UUID) -> HttpResponse:
    """A picture for the top of the pages, drawn again before it is kept."""
    school = school_to_set_up(request, public_id)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = LogoForm(*sent, cancel_url=reverse("schools:settings"), too_big=was_cut(request))
    if form.is_valid():
        logo.set_logo(school, form.cleaned_data["logo"], by=request.user, at=request.now)
        messages.success(request, _("Le logo est en haut des pages."))
        return redirect("schools:settings_logo", public_id)
    return render(request, "schools/settings_logo.html", {"form": form, "school": school})


@require_POST
def settings_logo_remove(request: Request, public_id: UUID) -> HttpResponse:
    school = school_to_set_up(request, public_id)
    logo.set_logo(school, b"", by=request.user, at=request.now)
    messages.success(request, _("Le logo est ôté."))
    return redirect("schools:settings_logo", public_id)


@require_safe
def school_logo(request: Request, public_id: UUID) -> HttpResponse:
    """The picture itself, for who belongs to the school: its address changes with it."""
    school = get_object_or_404(visible(request, School), public_id=public_id)
    name = school.logo.name if school.logo else ""
    if not name or not school.logo.storage.exists(name):
        raise Http404
    with school.logo.open("rb") as picture:
        response = HttpResponse(picture.read(), content_type="image/png")
    response.headers["Cache-Control"] = "private, max-age=86400"
    return response


@require_safe
def settings_history(request: Request, public_id: UUID) -> HttpResponse:
    """Who changed what, when, from what to what; the last change first."""
    school = school_to_set_up(request, public_id)
    page = Paginator(settings_queries.entries(school), PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "schools/settings_history.html",
        {
            "school": school,
            "page": page,
            "entries": [
                (moment_in_words(entry.at, zone=school.time_zone), entry) for entry in page
            ],
        },
    )


def school_to_decide(request: Request, public_id: UUID) -> School:
    """The school of the address, for its head and deputy."""
    school = get_object_or_404(visible(request, School), public_id=public_id)
    require(policies.can_set_up(request.reader, school))
    return school


def school_to_set_up(request: Request, public_id: UUID) -> School:
    """The school of the address, for the heads and the digital referent."""
    school = get_object_or_404(visible(request, School), public_id=public_id)
    require(policies.can_set_up_tools(request.reader, school))
    return school

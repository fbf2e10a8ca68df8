"""The settings of a school: what the team decides once and families read all year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.schools import policies
from apps.schools.clocks import clock_in_words
from apps.schools.models import School, SchoolContact, SchoolWeek, Staff
from apps.schools.settings import queries as settings_queries
from apps.schools.settings.forms.identity import ContactFormSet, IdentityForm, LogoForm
from apps.schools.settings.services import calendar, logo
from apps.schools.settings.services import identity as services
from apps.schools.territories import PARIS, territory_of
from coeduc.access import require, visible
from coeduc.french import moment_in_words, unbroken
from coeduc.http import Request
from coeduc.journal import act_of_power
from coeduc.uploads import was_cut

PAGE = 20
# Pages of the same people that other modules draw; a portal without one of them loses its line.
ELSEWHERE = (
    (gettext_lazy("La règle"), "publication:rule_adopt", True),
    (gettext_lazy("Heures d’ouverture"), "publication:opening_edit", True),
    (gettext_lazy("Travail par jour"), "homework:settings_cap", True),
    (gettext_lazy("Importer les fichiers"), "imports:upload", False),
    (gettext_lazy("Lettres et codes"), "invitations:letter_list", False),
    (gettext_lazy("Emplois du temps"), "homework:timetable", False),
)


@require_safe
def settings(request: Request) -> HttpResponse:
    """Everything that can be set, with who may, school by school."""
    if not visible(request, Staff).filter(user=request.user).exists():
        raise Http404
    schools = [
        school
        for school in visible(request, School).order_by("name", "pk")
        if policies.can_set_up_tools(request.reader, school)
    ]
    require(bool(schools))
    return render(
        request,
        "schools/settings.html",
        {
            "schools": [
                {"name": school.name, "links": list(_links(request, school))} for school in schools
            ]
        },
    )


@dataclass(frozen=True)
class SettingLink:
    """One line of the hub: where it leads, and what is set today."""

    label: str
    url: str
    told: str = ""


def _links(request: Request, school: School) -> Iterator[SettingLink]:
    if policies.can_set_up(request.reader, school):
        called = visible(request, SchoolContact).filter(school=school).count()
        persons = ngettext("%(n)d personne", "%(n)d personnes", called) % {"n": called}
        year = calendar.year_at(school, at=request.now)
        yield _link(
            _("Nom, téléphone, heures d’appel et heure du collège"),
            "settings_identity",
            school,
            " · ".join(filter(None, (unbroken(school.school_life_phone), _clock(school)))),
        )
        yield _link(_("Personnes à appeler"), "settings_contacts", school, persons)
        yield _link(_("Année et périodes"), "settings_year", school, str(year or ""))
    weeks = visible(request, SchoolWeek).filter(school=school).count()
    lettered = ngettext("%(n)d semaine", "%(n)d semaines", weeks) % {"n": weeks}
    yield _link(_("Vacances et fermetures"), "settings_closures", school, school.get_zone_display())
    yield _link(_("Semaines A et B"), "settings_weeks", school, lettered)
    yield _link(_("Logo"), "settings_logo", school)
    yield _link(_("Ce qui a changé"), "settings_history", school)
    for label, route, is_of_school in ELSEWHERE:
        try:
            url = reverse(route, args=[school.public_id] if is_of_school else None)
        except NoReverseMatch:
            continue
        if not is_of_school or policies.can_set_up(request.reader, school):
            yield SettingLink(str(label), url)


def _clock(school: School) -> str:
    """Said where it is not that of everybody, or where nothing tells whose it is."""
    is_known = territory_of(school.uai) is not None
    if not is_known and not school.is_clock_set:
        return _("heure de %(place)s, à vérifier") % {"place": clock_in_words(school.zone_name)}
    if is_known and school.zone_name == PARIS:
        return ""
    return _("heure : %(place)s") % {"place": clock_in_words(school.zone_name)}


def _link(label: str, route: str, school: School, told: str = "") -> SettingLink:
    return SettingLink(label, reverse(f"schools:{route}", args=[school.public_id]), told)


@act_of_power
@require_http_methods(["GET", "HEAD", "POST"])
def settings_identity(request: Request, public_id: Any) -> HttpResponse:
    """Name, telephone of the school life, hours to call."""
    school = school_to_decide(request, public_id)
    clock, was_set = school.zone_name, school.is_clock_set
    form = IdentityForm(
        request.POST or None, instance=school, cancel_url=reverse("schools:settings")
    )
    if form.is_valid():
        services.save_identity(form.save(commit=False), by=request.user, at=request.now)
        if school.zone_name != clock or ("zone_name" in form.fields and not was_set):
            calendar.save_clock(school, school.zone_name, by=request.user, at=request.now)
        messages.success(request, _identity_sentence(form))
        return redirect("schools:settings")
    return render(request, "schools/settings_identity.html", {"form": form, "school": school})


def _identity_sentence(form: IdentityForm) -> str:
    """What families read of what changed: neither the town nor anything left as it was."""
    changed = set(form.changed_data)
    told = [_("C’est enregistré.")]
    if changed & {"name", "school_life_phone", "school_life_hours"}:
        told.append(_("Les familles le lisent dès maintenant."))
    if changed & {"zone_name", "other_clock"}:
        told.append(_("Les heures du portail sont dites à l’heure choisie."))
    return " ".join(told)


@act_of_power
@require_http_methods(["GET", "HEAD", "POST"])
def settings_contacts(request: Request, public_id: Any) -> HttpResponse:
    """People to call, in the order families read them; an emptied line goes."""
    school = school_to_decide(request, public_id)
    contacts = visible(request, SchoolContact).filter(school=school).order_by("position")
    formset = ContactFormSet(
        request.POST or None,
        initial=list(contacts.values("label", "name", "phone", "hours")),
        prefix="contact",
    )
    if formset.is_valid():
        lines = formset.lines()
        services.save_contacts(school, lines, by=request.user, at=request.now)
        told = _("C’est enregistré. Les familles n’y voient plus personne à appeler.")
        if lines:
            told = _("C’est enregistré. Les familles les voient dès maintenant.")
        messages.success(request, told)
        return redirect("schools:settings")
    return render(request, "schools/settings_contacts.html", {"formset": formset, "school": school})


@require_http_methods(["GET", "HEAD", "POST"])
def settings_logo(request: Request, public_id: Any) -> HttpResponse:
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
def settings_logo_remove(request: Request, public_id: Any) -> HttpResponse:
    school = school_to_set_up(request, public_id)
    logo.set_logo(school, b"", by=request.user, at=request.now)
    messages.success(request, _("Le logo est ôté."))
    return redirect("schools:settings_logo", public_id)


@require_safe
def school_logo(request: Request, public_id: Any) -> HttpResponse:
    """The picture itself, for who belongs to the school: its address changes with it."""
    school = get_object_or_404(visible(request, School), public_id=public_id)
    if not school.logo or not school.logo.storage.exists(school.logo.name):
        raise Http404
    with school.logo.open("rb") as picture:
        response = HttpResponse(picture.read(), content_type="image/png")
    response.headers["Cache-Control"] = "private, max-age=86400"
    return response


@require_safe
def settings_history(request: Request, public_id: Any) -> HttpResponse:
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


def school_to_decide(request: Request, public_id: Any) -> School:
    """The school of the address, for its head and deputy."""
    school = get_object_or_404(visible(request, School), public_id=public_id)
    require(policies.can_set_up(request.reader, school))
    return school


def school_to_set_up(request: Request, public_id: Any) -> School:
    """The school of the address, for the heads and the digital referent."""
    school = get_object_or_404(visible(request, School), public_id=public_id)
    require(policies.can_set_up_tools(request.reader, school))
    return school

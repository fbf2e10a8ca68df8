"""The classes of a colleague: given and taken back; who leads one; the principal among two."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.schools.errors import TeamError
from apps.schools.lookups import for_heads
from apps.schools.models import LeadTeacher, School, Staff, TeachingStaff
from apps.schools.team import queries
from apps.schools.team.forms import ClassesForm
from apps.schools.team.presenters.colleagues import held_classes, lead_choices, teaching_groups
from apps.schools.team.presenters.looks import given
from apps.schools.team.services import classes, posts
from apps.schools.team.views.outcomes import acted
from coeduc.http import Request
from coeduc.journal import act_of_power
from coeduc.once import once
from coeduc.proofs import fresh_proof_required


@act_of_power
@require_http_methods(["GET", "HEAD", "POST"])
@for_heads
@fresh_proof_required
@once
def team_classes(request: Request, school: School, person_id: UUID) -> HttpResponse:
    """What they teach and lead, each with its end; below, what they may be given."""
    person = _person_or_404(request, school, person_id)
    at = request.now
    teachings, divisions = queries.teachings(school, at=at), queries.divisions(school, at=at)
    form = ClassesForm(
        request.POST if request.method == "POST" else None,
        teachings=teachings,
        leads=lead_choices(divisions, queries.leads_named(school, at=at)),
    )
    if form.is_valid() and _classes_given(request, form, person):
        return redirect("schools:team_classes", school.public_id, person.public_id)
    theirs = queries.classes_of(person, at=at)
    return render(
        request,
        "schools/team_classes.html",
        {
            "person": person,
            "school": school,
            "form": form,
            "held": held_classes(theirs, at=at, zone=school.time_zone),
            "groups": teaching_groups(teachings, theirs.teachings),
        },
    )


def _classes_given(request: Request, form: ClassesForm, person: Staff) -> bool:
    led = queries.division_of(person.school, form.cleaned_data["classe"], at=request.now)
    try:
        classes.give_classes(person, form.chosen_teachings(), led, by=request.user, at=request.now)
    except TeamError as problem:
        form.add_error(None, str(problem))
        return False
    messages.success(request, _("C’est fait, dès maintenant."))
    return True


@act_of_power
@require_POST
@for_heads
@fresh_proof_required
def team_class_end(request: Request, school: School, person_id: UUID) -> HttpResponse:
    person = _person_or_404(request, school, person_id)
    link = _link_or_404(request, person)
    acted(
        request,
        lambda: classes.end_link(link, by=request.user, at=request.now),
        lambda _done: _("C’est fini, dès maintenant."),
    )
    return redirect("schools:team_classes", school.public_id, person.public_id)


def _link_or_404(request: Request, person: Staff) -> TeachingStaff | LeadTeacher:
    theirs = queries.classes_of(person, at=request.now)
    link = theirs.link(
        teaching=request.POST.get("enseignement", ""), division=request.POST.get("classe", "")
    )
    if link is None:
        raise Http404
    return link


@act_of_power
@require_POST
@for_heads
@fresh_proof_required
@once
def team_principal(request: Request, school: School, person_id: UUID) -> HttpResponse:
    """Of several who direct: this one is the principal."""
    person = _person_or_404(request, school, person_id)
    acted(
        request,
        lambda: posts.name_principal(person, by=request.user, at=request.now),
        lambda post: given(post, at=request.now),
    )
    return redirect("schools:colleague", person.public_id)


def _person_or_404(request: Request, school: School, person_id: UUID) -> Staff:
    person = queries.person_of(request.reader, school, person_id)
    if person is None:
        raise Http404
    return person

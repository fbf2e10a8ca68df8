"""Who a colleague is: a name put right; two rows that are one person."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.schools import policies
from apps.schools.errors import TeamError
from apps.schools.lookups import for_heads, for_team
from apps.schools.models import School, Staff
from apps.schools.team import queries
from apps.schools.team.forms import NameForm
from apps.schools.team.presenters.same_person import twin_row, united
from apps.schools.team.services import names, same_person
from apps.schools.team.views.outcomes import acted
from coeduc.access import require
from coeduc.french import typeset
from coeduc.http import Request
from coeduc.journal import act_of_power
from coeduc.once import once
from coeduc.proofs import fresh_proof_required


@act_of_power
@require_http_methods(["GET", "HEAD", "POST"])
@for_team
@fresh_proof_required
def team_name(request: Request, school: School, person_id: UUID) -> HttpResponse:
    """As it should have been typed; a name of the file is corrected in STS-WEB."""
    person = _person_or_404(request, school, person_id)
    require(policies.can_correct_name(request.reader, person))
    back = reverse("schools:colleague", args=[person.public_id])
    form = NameForm(
        request.POST if request.method == "POST" else None, person=person, cancel_url=back
    )
    if form.is_valid() and _corrected(request, form, person):
        return redirect(back)
    return render(request, "schools/team_name.html", {"form": form, "person": person, "back": back})


def _corrected(request: Request, form: NameForm, person: Staff) -> bool:
    try:
        person = names.correct_name(person, form.name(), at=request.now)
    except TeamError as problem:
        form.add_error(None, str(problem))
        return False
    sentence = _("C’est corrigé : %(person)s.") % {"person": str(person)}
    messages.success(request, typeset(sentence))
    return True


@act_of_power
@require_http_methods(["GET", "HEAD", "POST"])
@for_heads
@fresh_proof_required
@once
def team_unite(request: Request, school: School, person_id: UUID, other_id: UUID) -> HttpResponse:
    """The two rows side by side, what uniting them does; then yes."""
    pair = [_person_or_404(request, school, key) for key in (person_id, other_id)]
    kept, taken = same_person.kept_of(*pair)
    refused = same_person.refusal(kept, taken)
    if request.method == "POST":
        done = acted(
            request,
            lambda: same_person.unite(kept, taken, by=request.user, at=request.now),
            united,
        )
        return redirect("schools:colleague", (done or kept).public_id)
    held = queries.posts_of(pair, at=request.now)
    rows = [
        twin_row(one, held.get(one.pk, []), zone=school.time_zone, at=request.now)
        for one in (kept, taken)
    ]
    return render(
        request,
        "schools/team_unite.html",
        {
            "person": kept,
            "rows": rows,
            "refused": typeset(refused),
            "back": reverse("schools:colleague", args=[pair[0].public_id]),
            "confirm_url": request.path,
        },
    )


def _person_or_404(request: Request, school: School, person_id: UUID) -> Staff:
    person = queries.person_of(request.reader, school, person_id)
    if person is None:
        raise Http404
    return person

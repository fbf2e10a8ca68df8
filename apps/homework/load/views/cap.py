"""The school's mark for a day of work: chosen by the heads, read by teachers and families."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.homework.load import presenters as load_presenters
from apps.homework.load import services as load_services
from apps.homework.load.forms import CapForm
from apps.homework.load.queries import caps
from apps.schools.days import today_of
from apps.schools.models import School
from apps.schools.policies import can_set_up
from coeduc.access import require, visible
from coeduc.http import Request
from coeduc.once import once


@require_http_methods(["GET", "HEAD", "POST"])
@once
def settings_cap(request: Request, public_id: UUID) -> HttpResponse:
    """Beside each number, what the classes of that level really had these last weeks."""
    school = get_object_or_404(visible(request, School), public_id=public_id)
    require(can_set_up(request.reader, school))
    today = today_of(school, at=request.now)
    agreed = caps(request.reader, school)
    loads = load_services.usual_loads(school, today=today)
    form = CapForm(
        request.POST or None,
        sentences={level: load_presenters.usual_sentence(load) for level, load in loads.items()},
        initial={f"level_{level}": minutes for level, minutes in agreed.items()},
        cancel_url=reverse("schools:settings"),
    )
    if form.is_valid():
        agreed_now = form.caps()
        load_services.set_caps(school, agreed_now, by=request.user, at=request.now)
        sentence = _("C’est enregistré : aucun repère, personne n’en lit plus.")
        if any(agreed_now.values()):
            sentence = _(
                "C’est enregistré. Les professeurs et les familles de ces classes le lisent."
            )
        messages.success(request, sentence)
        return redirect("schools:settings")
    return render(request, "homework/staff_cap.html", {"form": form, "school": school})

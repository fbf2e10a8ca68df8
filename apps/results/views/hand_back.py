"""«J’ai rendu les copies», and its undoing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.results import policies, services
from apps.results.errors import ResultError
from apps.results.forms.hand_back import HandBackForm
from apps.results.hand_back_page import hand_back_page
from apps.results.views.staff import assessment_or_404
from coeduc.access import require
from coeduc.http import Request


@require_http_methods(["GET", "HEAD", "POST"])
def assessment_hand_back(request: Request, public_id: Any) -> HttpResponse:
    """«J’ai rendu les copies»: what follows is told before, and can be undone for ten minutes."""
    assessment = assessment_or_404(request, public_id)
    require(policies.can_hand_back(request.reader, assessment, at=request.now))
    page = hand_back_page(assessment, at=request.now)
    form = HandBackForm(
        request.POST or None,
        choices=[(choice.key, choice.label) for choice in page.choices],
        asks_progress=page.asks_progress,
        initial={"when": HandBackForm.NOW},
    )
    if not page.is_done and form.is_valid():
        handed_back_at = page.instant_of(form.cleaned_data["when"])
        try:
            services.hand_back(
                assessment,
                by=request.user,
                at=request.now,
                handed_back_at=handed_back_at,
                progress=form.cleaned_data.get("progress", ""),
            )
        except ResultError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("C’est fait."))
            return redirect("results:assessment_hand_back", assessment.public_id)
    return render(request, "results/assessment_hand_back.html", {"page": page, "form": form})


@require_POST
def hand_back_undo(request: Request, public_id: Any) -> HttpResponse:
    assessment = assessment_or_404(request, public_id)
    require(policies.can_hand_back(request.reader, assessment, at=request.now))
    try:
        services.undo_hand_back(assessment, by=request.user, at=request.now)
    except ResultError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, _("C’est annulé. Les copies ne sont plus marquées comme rendues.")
        )
    return redirect("results:assessment_hand_back", assessment.public_id)

"""The families who would like to talk about a help, for the adult who has them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from apps.results.lookups import team_or_404
from apps.results.words import queries
from apps.results.words.presenters.talks import talk_lines
from apps.results.words.services import talks
from apps.schools.people.queries import own_family_numbers
from coeduc.access import require
from coeduc.http import Request


@require_safe
def talk_list(request: Request) -> HttpResponse:
    """Who waits, the oldest first, and what was talked about this week."""
    team_or_404(request)
    without = own_family_numbers(request.reader)
    return render(
        request,
        "results/talk_list.html",
        {
            "waiting": talk_lines(talks.of(request.reader), without=without, at=request.now),
            "again": {"over": "0"},
            "followed": talk_lines(talks.followed(request.reader), without=without, at=request.now),
        },
    )


@require_POST
def talk_over(request: Request, public_id: UUID, guardian_id: UUID) -> HttpResponse:
    """«Nous en avons parlé», or not after all: the guardian reads it on the result."""
    answer = get_object_or_404(
        queries.standing_answers(request.reader),
        result__public_id=public_id,
        guardian__public_id=guardian_id,
        answer="talk",
    )
    require(talks.is_keeper(request.reader, answer))
    if request.POST.get("over") == "0":
        talks.talk_again(answer)
        messages.success(request, _("C’est remis dans ce qui vous attend."))
    else:
        talks.talk_over(answer, by=request.user, at=request.now)
        messages.success(
            request, _("C’est noté : la famille lit que vous en avez parlé, et le jour.")
        )
    return redirect("results:talk_list")

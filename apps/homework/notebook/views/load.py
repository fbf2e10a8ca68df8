"""A piece of the page of a lesson: what the class already has to do."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from apps.homework.load import presenters as load_presenters
from apps.homework.load.queries import fullest_class
from apps.homework.lookups import uuid_or_404, writable_or_404
from apps.homework.models import Lesson
from apps.homework.notebook.forms.entry import MOST_WORKS, WorkForm
from coeduc.access import visible
from coeduc.http import Request


@require_safe
def class_day_load(request: Request, public_id: UUID) -> HttpResponse:
    """The load of the day chosen for a work, with its minutes."""
    teaching = writable_or_404(request, public_id)
    rank = request.GET.get("n", "")
    if rank not in {str(n) for n in range(MOST_WORKS)}:
        raise Http404
    form = WorkForm(request.GET, prefix=f"work-{rank}", chips=(), roster={})
    form.is_valid()
    day = form.cleaned_data.get("due_on")
    sentence, is_over = "", False
    if day:
        without = _without(request)
        (one,) = fullest_class(teaching, [day], without=without, at=request.now)
        own = form.cleaned_data.get("minutes") or 0
        zone = teaching.school.time_zone
        sentence = load_presenters.load_sentence(
            one.load, cap=one.cap, own=own, at=request.now, zone=zone
        )
        is_over = one.is_over(own)
    return render(
        request,
        "homework/_staff_load.html",
        {"form": form, "sentence": sentence, "is_over": is_over},
    )


def _without(request: Request) -> Lesson | None:
    asked = request.GET.get("sans")
    if not asked:
        return None
    return get_object_or_404(visible(request, Lesson), public_id=uuid_or_404(asked))

"""The timetable of one’s classes, from a file: looked at, then used, forgotten at any time."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.homework.lookups import me_or_404
from apps.homework.timetable import services
from apps.homework.timetable.forms import ForgetForm, TimetableFileForm, UseForm, WhoseForm
from apps.homework.timetable.presenters.setting import (
    class_weeks,
    odd_sentence,
    slots_in_words,
    warnings_of,
)
from apps.homework.timetable.rules.calendar_file import MOST_BYTES, TimetableError
from apps.homework.timetable.services import TimetablePreview, Whose
from coeduc.french import and_list
from coeduc.http import Request
from coeduc.once import once
from coeduc.uploads import was_cut

DE = "de"


@require_http_methods(["GET", "HEAD", "POST"])
def timetable(request: Request) -> HttpResponse:
    """The weekly lessons of today, and a file to replace them."""
    weeks, whose = _asked(request)
    if request.method != "POST":
        return _home(request, weeks, whose, TimetableFileForm())
    whose = _required(whose)
    form = TimetableFileForm(request.POST, request.FILES, too_big=was_cut(request))
    if form.is_valid():
        try:
            preview = services.read_timetable(
                form.cleaned_data["file"].read(MOST_BYTES + 1),
                _teachings(request, whose),
                whole_class=whose.kind == services.CLASS,
                at=request.now,
            )
        except TimetableError as refusal:
            form.add_error("file", str(refusal))
        else:
            return _preview(request, whose, preview)
    return _home(request, weeks, whose, form)


@require_POST
@once
def timetable_use(request: Request) -> HttpResponse:
    """The preview, as the page sent it back, with the class chosen for each course."""
    weeks, whose = _asked(request)
    whose = _required(whose)
    state = request.POST.get("state", "")
    try:
        preview = services.preview_kept(state, whose, by=request.user)
    except TimetableError as refusal:
        refused = TimetableFileForm({}, {})
        refused.errors.clear()
        refused.add_error("file", str(refusal))
        return _home(request, weeks, whose, refused)
    form = UseForm(request.POST, preview=preview, teachings=_teachings(request, whose))
    if not form.is_valid():
        return _preview_page(request, whose, preview, form)
    chosen = form.weeks()
    services.set_timetable(chosen, by=request.user, at=request.now)
    names = and_list(list(dict.fromkeys(teaching.class_code for teaching in chosen)))
    messages.success(
        request, _("C’est repris : emploi du temps de %(classes)s.") % {"classes": names}
    )
    return redirect(_address(whose))


@require_http_methods(["GET", "HEAD", "POST"])
def timetable_forget(request: Request) -> HttpResponse:
    """Back to the usual rhythm, class by class or all at once."""
    __, whose = _asked(request)
    whose = _required(whose)
    teachings = _teachings(request, whose)
    known = services.slots_of(teachings)
    form = ForgetForm(
        request.POST or None,
        teachings=[teaching for teaching in teachings if teaching.pk in known],
        cancel_url=_address(whose),
    )
    if not known:
        return redirect(_address(whose))
    if form.is_valid():
        services.set_timetable(dict.fromkeys(form.chosen(), ()), by=request.user, at=request.now)
        messages.success(request, _("C’est oublié : les jours habituels sont de nouveau proposés."))
        return redirect(_address(whose))
    return render(
        request,
        "homework/timetable_forget.html",
        {"form": form, "back": _address(whose), "whose": whose},
    )


def _home(
    request: Request, weeks: list[Whose], whose: Whose | None, form: TimetableFileForm
) -> HttpResponse:
    teachings = _teachings(request, whose) if whose else []
    classes = class_weeks(teachings, services.slots_of(teachings))
    return render(
        request,
        "homework/timetable_home.html",
        {
            "choice": WhoseForm({DE: whose.key if whose else ""}, weeks=weeks)
            if len(weeks) > 1
            else None,
            "has_weeks": bool(weeks),
            "whose": whose,
            "form": form,
            "followed": [one for one in classes if one.slots],
            "learnt": [one.label for one in classes if not one.slots],
        },
    )


def _preview(request: Request, whose: Whose, preview: TimetablePreview) -> HttpResponse:
    state = services.kept_preview(preview, whose, by=request.user)
    form = UseForm(initial={"state": state}, preview=preview, teachings=_teachings(request, whose))
    return _preview_page(request, whose, preview, form)


def _preview_page(
    request: Request, whose: Whose, preview: TimetablePreview, form: UseForm
) -> HttpResponse:
    return render(
        request,
        "homework/timetable_preview.html",
        {
            "form": form,
            "rows": [(line, slots_in_words(line.slots), field) for line, field in form.rows],
            "warnings": warnings_of(preview),
            "unread": preview.unread,
            "whole_days": preview.whole_days,
            "odd_sentence": odd_sentence(preview),
            "odd": preview.odd_in_full,
            "whose": whose,
            "back": _address(whose),
        },
    )


def _asked(request: Request) -> tuple[list[Whose], Whose | None]:
    """Every week this person may set, and the one of the address: their own where it says none."""
    me_or_404(request)
    weeks = services.weeks_to_set(request.reader, at=request.now)
    asked = request.POST.get(DE) or request.GET.get(DE)
    if asked:
        return weeks, _required(next((week for week in weeks if week.key == asked), None))
    return weeks, next((week for week in weeks if week.kind == services.OWN), None)


def _required(whose: Whose | None) -> Whose:
    if whose is None:
        raise Http404
    return whose


def _teachings(request: Request, whose: Whose) -> list[Any]:
    return services.teachings_of(request.reader, whose, at=request.now)


def _address(whose: Whose) -> str:
    return f"{reverse('homework:timetable')}?{urlencode({DE: whose.key})}"

"""The pupils of the team: a list to search, and the sheet of one of them."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from apps.schools import policies
from apps.schools.models import Division, Guardianship, School, Staff, Student
from apps.schools.offices import is_own_child
from apps.schools.people.forms import StudentFilter
from apps.schools.people.presenters import guardian_cards, student_lead
from apps.schools.rosters import has_pupils
from coeduc.access import visible
from coeduc.french import day_in_words
from coeduc.http import Request

PAGE = 40


@require_safe
def student_list(request: Request) -> HttpResponse:
    """Those enrolled today whom this person teaches, leads or follows."""
    if not visible(request, Staff).filter(user=request.user).exists():
        raise Http404
    codes = (
        visible(request, Division)
        .filter(has_pupils(at=request.now))
        .order_by("code")
        .values_list("code", flat=True)
        .distinct()
    )
    schools = list(visible(request, School).order_by("name", "pk"))
    form = StudentFilter(request.GET, codes=list(codes), schools=schools)
    students = form.filter(visible(request, Student).in_class(at=request.now))
    names = {school.pk: f"{school.name} · " for school in schools} if len(schools) > 1 else {}
    page = Paginator(students.order_by("sort_key", "pk"), PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "schools/student_list.html",
        {
            "form": form,
            "page": page,
            "students": [
                (student, names.get(student.school_id, "") + day_in_words(student.birth_date))
                for student in page
            ],
            "is_searching": any(request.GET.get(name) for name in ("q", "classe", "ecole")),
            "can_restrict": policies.can_restrict_somebody(request.reader),
            "follows": bool(page.object_list) or policies.follows_somebody(request.reader),
        },
    )


@require_safe
def student_detail(request: Request, public_id: Any) -> HttpResponse:
    """Identity, class, and who answers for the pupil, each with what they may read."""
    student = get_object_or_404(
        visible(request, Student).select_related("school"), public_id=public_id
    )
    placed = visible(request, Student).in_class(at=request.now).filter(pk=student.pk).first()
    can_restrict = policies.can_restrict(request.reader, student)
    links = list(
        visible(request, Guardianship).filter(student=student).shown().with_cut(at=request.now)
    )
    cards = guardian_cards(
        links, with_contacts=policies.can_read_contacts(request.reader, student), at=request.now
    )
    return render(
        request,
        "schools/student_detail.html",
        {
            "student": student,
            "lead": student_lead(student, placed),
            "guardians": [card for card in cards if not card.until],
            "former": [card for card in cards if card.until] if can_restrict else [],
            "can_restrict": can_restrict,
            "is_own_child": is_own_child(request.reader, student),
        },
    )

"""The pupils of the team: a list to search, and the page of one of them."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from apps.schools import policies
from apps.schools.lookups import team_or_404
from apps.schools.offices import is_own_child
from apps.schools.people import queries
from apps.schools.people.forms import StudentFilter
from apps.schools.people.presenters import guardian_cards, student_lead
from coeduc.french import day_in_words
from coeduc.http import Request

PAGE = 40


@require_safe
def student_list(request: Request) -> HttpResponse:
    """Those enrolled today whom this person teaches, leads or follows; all, for the directory."""
    team_or_404(request)
    codes = queries.codes_of_classes(request.reader)
    schools = list(queries.schools(request.reader))
    form = StudentFilter(request.GET, codes=codes, schools=schools)
    students = queries.students_found(request.reader, form.search())
    names = {school.pk: f"{school.name} · " for school in schools} if len(schools) > 1 else {}
    page = Paginator(students, PAGE).get_page(request.GET.get("page"))
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
            "division": queries.class_of(request.reader, form.search()),
            "is_searching": any(request.GET.get(name) for name in ("q", "classe", "ecole")),
            "follows": bool(page.object_list) or policies.knows_pupils(request.reader),
        },
    )


@require_safe
def student_detail(request: Request, public_id: UUID) -> HttpResponse:
    """Identity, class, and who answers for the pupil, each with what they may read."""
    student = get_object_or_404(queries.students(request.reader), public_id=public_id)
    placed = queries.placed(request.reader, student)
    can_restrict = policies.can_restrict(request.reader, student)
    links = list(queries.links_of(request.reader, student))
    cards = guardian_cards(
        links,
        with_contacts=policies.can_read_contacts(request.reader, student),
        own_family=queries.own_family_numbers(request.reader),
        at=request.now,
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
            "reads_relatives": policies.can_read_history(request.reader, student),
            "is_own_child": is_own_child(request.reader, student),
        },
    )

"""What waits for a second person, an access to give back; what the search of the team finds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from apps.schools import policies
from apps.schools.models import Guardian, Student
from apps.schools.names import listed_name, readable_name
from apps.schools.people import queries as people_queries
from apps.schools.people import services
from apps.schools.people.presenters import left_sentence, names_card, of_student
from coeduc.access import Reader
from coeduc.french import day_in_words, typeset
from coeduc.http import Request
from coeduc.portal import Hit, Part, SearchedKind, Sought
from coeduc.registry import WaitingKind, WaitingLine, WaitingRow
from coeduc.shapes import parsed

if TYPE_CHECKING:
    from apps.schools.people.queries import PlacedStudent


def lift_lines(rows: Sequence[WaitingRow], reader: Reader) -> Iterable[WaitingLine]:
    """«Accès à rétablir ? Mme Diallo, pages d’Inès Diallo», the oldest first."""
    for row in reversed(rows):
        label = parsed(services.LiftLabel, row.label)
        guardian = Guardian(
            civility=label["civility"], first_name=label["first"], last_name=label["last"]
        )
        student = Student(
            first_name=label["pupil_first"],
            last_name=label["pupil_last"],
            usage_name=label["pupil_usage"],
        )
        said = _("À confirmer, rétablir un accès : %(guardian)s, pages %(of_student)s") % {
            "guardian": guardian.polite_name,
            "of_student": of_student(student),
        }
        yield WaitingLine(
            typeset(said),
            reverse("schools:restriction_detail", args=[row.about, label["guardian"]]),
        )


WAITING = (WaitingKind(services.LIFTS, services.lifts_to_answer, lift_lines),)


def find_students(sought: Sought) -> list[Hit]:
    """Pupils enrolled today whom this person may open, those whose name begins so first."""
    found = people_queries.students_sought(sought.request.reader, sought.typed, sought.schools)
    return [_student_hit(one, sought) for one in found[: sought.most + 1]]


def _student_hit(student: PlacedStudent, sought: Sought) -> Hit:
    """The day of birth tells two of one name; the family name is said where it is another."""
    parts = [student.class_code, day_in_words(student.birth_date), sought.where(student.school_id)]
    family = readable_name(student.last_name)
    if family != student.display_last_name:
        parts.append(_("nom de famille : %(name)s") % {"name": family})
    return Hit(
        listed_name(student),
        typeset(" · ".join(part for part in parts if part)),
        reverse("schools:student_detail", args=[student.public_id]),
    )


def find_colleagues(sought: Sought) -> list[Hit]:
    """Who works today where this person does, with their job there; who left, for their office."""
    found = people_queries.colleagues_sought(sought.request.reader, sought.typed, sought.schools)
    return [
        Hit(
            listed_name(one),
            " · ".join(
                filter(
                    None,
                    [
                        one.posts_in_words or left_sentence(one, at=sought.request.now).rstrip("."),
                        sought.where(one.school_id),
                    ],
                )
            ),
            reverse("schools:colleague", args=[one.public_id]),
        )
        for one in found[: sought.most + 1]
    ]


SEARCH = (
    SearchedKind(
        10,
        _lazy("Élèves"),
        find_students,
        more="schools:student_list",
        said=_lazy("un élève"),
        example=_lazy("« mal dial », « dial 4eb »"),
        answers_to=policies.knows_pupils,
    ),
    SearchedKind(
        30,
        _lazy("Collègues"),
        find_colleagues,
        said=_lazy("un collègue"),
        example=_lazy("« mme roux »"),
    ),
)


def account_parts(request: Request) -> Iterator[Part]:
    """How the schools write one's name: it is theirs to mend."""
    rows = people_queries.written_as(request.reader)
    card = names_card(rows, account=request.user.get_full_name())
    if card.written:
        yield Part(10, "schools/_account_names.html", card)

"""What waits for a second person: an access that a colleague would give back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.schools.models import Guardian, Student
from apps.schools.people import services
from apps.schools.people.presenters import of_student
from coeduc.access import Reader
from coeduc.french import typeset
from coeduc.registry import Answer, Line, Row


def lift_lines(rows: Sequence[Row], reader: Reader) -> Iterable[Line]:
    """«Accès à rétablir ? Mme Diallo, pages d’Inès Diallo», the oldest first."""
    for row in reversed(rows):
        told = json.loads(row.label)
        guardian = Guardian(
            civility=told["civility"], first_name=told["first"], last_name=told["last"]
        )
        student = Student(
            first_name=told["pupil_first"],
            last_name=told["pupil_last"],
            usage_name=told["pupil_usage"],
        )
        said = _("À confirmer, rétablir un accès : %(guardian)s, pages %(of_student)s") % {
            "guardian": guardian.polite_name,
            "of_student": of_student(student),
        }
        yield Line(
            typeset(said),
            reverse("schools:restriction_detail", args=[row.about, told["guardian"]]),
        )


WAITING = (Answer(services.LIFTS, services.lifts_to_answer, lift_lines),)

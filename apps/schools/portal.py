"""What the portal asks of the school: its menu, its imports, what waits for a second person."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.schools import policies, register
from apps.schools.models import Guardian, Student
from apps.schools.offices import Office
from apps.schools.people import services as people_services
from apps.schools.people.presenters import of_student
from apps.schools.policies import can_import_somewhere
from coeduc.access import Capacity, Reader
from coeduc.french import typeset
from coeduc.portal import Bell, Included, MenuEntry, Setting, Upload
from coeduc.registry import Answer, Line, Row

MEBIBYTE = 1024 * 1024
IMPORTS = "apps.schools.imports.tasks"


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


MENU = (
    MenuEntry(
        Capacity.STAFF,
        30,
        gettext_lazy("Élèves"),
        "schools:student_list",
        also=("schools:restriction_list",),
    ),
    MenuEntry(
        Capacity.STAFF,
        70,
        gettext_lazy("Réglages"),
        "schools:settings",
        also=("imports:upload",),
        office=Office.TOOLS.name,
    ),
)
SETTINGS = (Setting(30, gettext_lazy("Importer les fichiers"), "imports:upload", of_school=False),)
WAITING = (Answer(people_services.LIFTS, people_services.lifts_to_answer, lift_lines),)
BEAT = (
    Bell("work on the imports", f"{IMPORTS}.work_on_imports", 15, queue="imports"),
    Bell("forget the files of imports", f"{IMPORTS}.forget_import_files", 60, queue="imports"),
    Bell(
        "forget the names in old reports of imports",
        f"{IMPORTS}.forget_import_names",
        60,
        queue="imports",
    ),
)
UPLOADS = (
    Upload("/equipe/import/", 512 * MEBIBYTE, can_import_somewhere),
    Upload("/equipe/reglages/", 8 * MEBIBYTE, policies.can_set_up_tools_somewhere),
)
REGISTER, IMPERSONAL = register.REGISTER, register.IMPERSONAL
URLS = (
    Included("", "apps.schools.urls"),
    Included("equipe/import/", "apps.schools.imports.urls"),
)

"""Who opens which file of the notebook, and who hands in, opens and takes back.

Planted on a lesson of the beginning of the month: no other page that the table asks for shows it.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from apps.files.enums import Checked
from apps.files.services.storing import Files, receive
from apps.homework.hand_ins.services import hand_in
from apps.homework.models import Attachment, HandIn, Homework
from apps.homework.notebook.services.writing import GivenWork, Page, write_lesson
from tests.access.actors import FAMILY_OF_LEO, FOLLOWERS, PUPILS, TEACHERS
from tests.access.cases import (
    FILE,
    GIVEN,
    HIDDEN_FILE,
    NO_SUCH_METHOD,
    PAGE,
    PRIVATE_FILE,
    Case,
    of_row,
    page,
    sent_to,
)
from tests.access.notebook_readers_table import READS_INES_S
from tests.world import LONG_AFTER

LESSON, DUE = dt.date(2026, 11, 3), dt.date(2026, 11, 6)
WRITTEN = LONG_AFTER - dt.timedelta(days=22)
NAMES = {
    "class_file": "galet-blanc",
    "private_file": "galet-rond",
    "draft_file": "galet-noir",
    "removed_file": "galet-noir",
    "waiting_file": "galet-noir",
    "given": "galet-plat",
    "loose_file": "galet-libre",
}
SEES_CLASS = (*TEACHERS, *FOLLOWERS)
TO_NOTEBOOK = sent_to("homework:student_notebook", writes=True)


def plant_files(world: Any) -> None:
    """One for the class, one for Inès alone, three that nobody opens, one that Inès gave."""
    teacher, ines = world.people["teacher"], world.people["pupil"]

    def kept(name: str, by: Any = teacher) -> Any:
        word = NAMES[name]
        upload = SimpleUploadedFile(f"{word}.txt", word.encode())
        return receive(upload, school=world.school.pk, by=by, at=WRITTEN)

    shown = Files((kept("class_file"), kept("removed_file"), kept("waiting_file")))
    works = (
        GivenWork("Un plan", DUE, students=(world.student,), files=Files((kept("private_file"),))),
        GivenWork("Une maquette", DUE, asks_file=True, offline_way="sur papier"),
    )
    who = {"by": teacher, "at": WRITTEN}
    write_lesson(world.teaching, Page("Maquettes.", works=works, files=shown), day=LESSON, **who)
    draft = Page("Brouillon.", files=Files((kept("draft_file"),)), is_draft=True)
    write_lesson(world.teaching, draft, day=LESSON, rank=2, **who)
    for row in Attachment.objects.select_related("stored"):
        known = [name for name, word in NAMES.items() if row.stored.name == f"{word}.txt"]
        setattr(world, known[0], row)
    blacks = list(Attachment.objects.filter(stored__name="galet-noir.txt").order_by("pk"))
    world.removed_file, world.waiting_file, world.draft_file = blacks
    Attachment.objects.filter(pk=world.removed_file.pk).update(removed_at=WRITTEN)
    waiting = world.waiting_file.stored
    type(waiting).objects.filter(pk=waiting.pk).update(checked=Checked.WAITING)
    world.asked_work = Homework.objects.get(lesson__day=LESSON, is_adapted=False)
    state = world.asked_work.versions.get()
    hand_in(state, world.student, [kept("given", ines)], at=WRITTEN)
    world.given = HandIn.objects.get()
    world.loose_file = kept("loose_file", ines)


def a_file_of_ines(world: Any) -> dict[str, str]:
    key = str(world.loose_file.public_id)
    return {"known": key, "kept": key}


def opening(name: str, family: Any, pupil: Any, staff: Any) -> dict[str, Case]:
    """One file at its three addresses."""
    return {
        f"{name}, {space}": Case(f"homework:{space}_file", arguments=of_row(name), get=answers)
        for space, answers in (("family", family), ("student", pupil), ("staff", staff))
    }


FILES = {
    **opening(
        "class_file",
        {page(FILE): (*READS_INES_S, *FAMILY_OF_LEO)},
        {page(FILE): PUPILS},
        {page(FILE): SEES_CLASS},
    ),
    **opening(
        "private_file",
        {page(PRIVATE_FILE): READS_INES_S},
        {page(PRIVATE_FILE): ("pupil",)},
        {page(PRIVATE_FILE): SEES_CLASS},
    ),
    **opening("draft_file", {}, {}, {page(HIDDEN_FILE): SEES_CLASS}),
    **opening("removed_file", {}, {}, {}),
    **opening("waiting_file", {}, {}, {}),
    **opening(
        "given",
        {page(GIVEN): READS_INES_S},
        {page(GIVEN): ("pupil",)},
        {page(GIVEN): TEACHERS},
    ),
    "hand in": Case(
        "homework:student_hand_in",
        arguments=of_row("asked_work"),
        data=a_file_of_ines,
        get={page(GIVEN): ("pupil",), PAGE: ("classmate",)},
        post={TO_NOTEBOOK: ("pupil",), PAGE: ("classmate",)},
    ),
    "take back": Case(
        "homework:student_take_back",
        arguments=of_row("given"),
        get=NO_SUCH_METHOD,
        post={TO_NOTEBOOK: ("pupil",)},
    ),
    "files handed in": Case(
        "homework:hand_ins", arguments=of_row("asked_work"), get={page(GIVEN): TEACHERS}
    ),
    "all the files handed in": Case(
        "homework:hand_ins_archive", arguments=of_row("asked_work"), get={page(GIVEN): TEACHERS}
    ),
    "files of a work that asks for none": Case(
        "homework:hand_ins", arguments=of_row("due_work"), get={}
    ),
}

"""Who reads the notebook of a class over its year, asks for its file and takes it away."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.files.base import ContentFile

from apps.homework.enums import ExportKind
from apps.homework.models import NotebookExport
from tests.access.actors import FOLLOWERS, TEACHERS, TEAM
from tests.access.cases import (
    DUE,
    FILE,
    HIDDEN_FILE,
    NO_SUCH_METHOD,
    PAGE,
    Case,
    of_row,
    page,
    sent_to,
)
from tests.access.week_sheet_table import of_the_class
from tests.world import LONG_AFTER

READERS = (*TEACHERS, *FOLLOWERS)
TO_THE_CLASS = sent_to("homework:archive_class")
ASKED = sent_to("homework:archive_class", writes=True)


def plant_exports(world: Any) -> None:
    """A file that the CPE asked for, of this morning."""
    division = world.teaching.division
    world.export = NotebookExport.objects.create(
        school=world.school,
        division=division,
        kind=ExportKind.HTML,
        by=world.people["cpe"],
        asked_at=LONG_AFTER - dt.timedelta(hours=2),
        made_at=LONG_AFTER - dt.timedelta(hours=2),
    )
    world.export.file.save("", ContentFile(b"Plan de la gare"))


def asks_for_a_file(world: Any) -> dict[str, str]:
    return {"kind": "pdf"}


ARCHIVES = {
    "notebooks of the classes": Case("homework:archive_list", get={PAGE: TEAM}),
    "notebook of a class": Case(
        "homework:archive_class",
        arguments=of_the_class,
        # What was taken off stays in the archive, and says so.
        get={page(DUE, FILE, HIDDEN_FILE): READERS},
    ),
    "files of a notebook, outside of its page": Case(
        "homework:export_progress", arguments=of_the_class, get={TO_THE_CLASS: READERS}
    ),
    "ask for a notebook": Case(
        "homework:export_ask",
        arguments=of_the_class,
        data=asks_for_a_file,
        get=NO_SUCH_METHOD,
        post={ASKED: READERS},
    ),
    # Each their own: even the principal asks for another.
    "file of a notebook": Case(
        "homework:export_file", arguments=of_row("export"), get={page(DUE): ("cpe",)}
    ),
}

"""Files of the demo's notebook, drawn here: no picture is kept in the repository."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFont

from apps.accounts.models import User
from apps.demo.school_files import stories
from apps.demo.school_files.curriculum import FRENCH, MATHS
from apps.demo.theatre.play import PlayRows
from apps.demo.theatre.words import HISTORY
from apps.files.services.storing import Files, receive
from apps.homework.hand_ins.services import hand_in
from apps.homework.models import Homework, HomeworkVersion
from apps.schools.models import Student

INK, PAPER, WATER, LEAF = "#23324a", "#ffffff", "#bcd7ee", "#cfe3c4"
# What is joined to which lesson of the words, by its rank there.
TO_LESSON = {(MATHS, 1): "Bandes de papier", (FRENCH, 1): "Le voyage d’Ulysse"}
ASKS_A_FILE = (HISTORY, 1)
ON_PAPER = "le rendre sur une feuille"


def files_of_lesson(
    stage: PlayRows, subject: str, rank: int, *, by: User, at: dt.datetime
) -> Files:
    """The bands of paper as a picture, the voyage as a page."""
    name = TO_LESSON.get((subject, rank))
    if name is None:
        return Files()
    kind = "PNG" if subject == MATHS else "PDF"
    drawn = _bands() if subject == MATHS else _page(name, "Ithaque", "Charybde", "Éole", "Troie")
    return Files((_kept(stage, f"{name}.{kind.lower()}", _bytes(drawn, kind), by=by, at=at),))


def give_files(stage: PlayRows, *, at: dt.datetime) -> None:
    """Inès and a classmate handed in their text, the evening of the lesson."""
    asked = HomeworkVersion.objects.filter(
        asks_file=True,
        school=stage.school,
        homework__teaching__division__code=stories.DIVISION_OF_INES,
        visible_at__lt=at - dt.timedelta(hours=8),
    )
    state = asked.select_related("homework").order_by("-visible_at").first()
    if state is None:
        return
    for student in _two(state.homework):
        evening = state.visible_at.replace(hour=17, minute=12)
        moment = max(evening, state.visible_at)
        page = _page("De chez moi au collège", student.first_name)
        kept = _kept(stage, "mon trajet.pdf", _bytes(page, "PDF"), by=student.user, at=moment)
        hand_in(state, student, [kept], at=moment)


def _two(homework: Homework) -> list[Student]:
    pupils = Student.objects.filter(
        enrolments__division=homework.teaching.division, user__isnull=False
    )
    ines = pupils.filter(siecle_id=stories.INES)
    return [*ines, *pupils.exclude(siecle_id=stories.INES).order_by("sort_key")[:1]]


def _kept(stage: PlayRows, name: str, data: bytes, *, by: User, at: dt.datetime) -> Any:
    return receive(SimpleUploadedFile(name, data), school=stage.school.pk, by=by, at=at)


def _bytes(picture: Image.Image, kind: str) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind)
    return out.getvalue()


def _bands() -> Image.Image:
    """One strip cut in two, in four, in eight."""
    picture = Image.new("RGB", (1200, 560), PAPER)
    pen, font = ImageDraw.Draw(picture), ImageFont.load_default(size=40)
    for row, parts in enumerate((1, 2, 4, 8)):
        width, top = 1120 // parts, 40 + row * 125
        for n in range(parts):
            left = 40 + n * width
            fill = LEAF if n == 0 and parts > 1 else WATER
            pen.rectangle((left, top, left + width, top + 100), fill=fill, outline=INK, width=4)
            words = "1" if parts == 1 else f"1/{parts}"
            pen.text((left + width / 2, top + 50), words, INK, font=font, anchor="mm")
    return picture


def _page(title: str, *lines: str) -> Image.Image:
    """An A4 page at 100 points an inch."""
    picture = Image.new("RGB", (827, 1169), PAPER)
    pen = ImageDraw.Draw(picture)
    pen.text((80, 90), title, INK, font=ImageFont.load_default(size=36))
    for n, line in enumerate(lines):
        top = 190 + n * 110
        pen.text((80, top), line, INK, font=ImageFont.load_default(size=26))
        for rule in (45, 75):
            pen.line((80, top + rule, 747, top + rule), fill=WATER, width=3)
    return picture

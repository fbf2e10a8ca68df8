"""What an event of a calendar says of its lesson: subject, classes, teacher. Pure."""

from __future__ import annotations

import datetime as dt
import html
import re
from dataclasses import dataclass
from typing import Any

from apps.schools.names import sort_key

# Of a file; of one of them, before «…».
MOST_COURSES = 200
MOST_NAMES = 3
# What was read of a file waits that long in the page for its «yes».
PREVIEW_LASTS = dt.timedelta(hours=2)
LONGEST_TEXT = 200
LONGEST_KEY = 40
SHORTEST_ROOM = 2
_CLASS = re.compile(r"[3-6]\s?(?:[eè](?:me)?\s?[a-z0-9]{1,2}|[a-z]\d?)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Course:
    """What a file says of a lesson, its day apart: the same words are the same course.

    ``subject``, ``classes`` and ``teacher`` are empty where the file does not tell them apart.
    """

    label: str
    subject: str = ""
    classes: str = ""
    teacher: str = ""
    more: str = ""


def course_of(component: Any, summary: str) -> Course:
    """The room is not part of a course."""
    summary = _without_room(summary, words_of(component, "LOCATION"))
    description = html.unescape(words_of(component, "DESCRIPTION", longest=2000))
    fields: dict[str, list[str]] = {}
    for line in description.splitlines():
        key, colon, value = line.partition(":")
        if colon and value.strip() and len(key) <= LONGEST_KEY:
            fields.setdefault(sort_key(key), []).append(value.strip())
    classes = [
        value
        for key, values in fields.items()
        if key.startswith(("classe", "groupe", "partie", "division", "promotion"))
        for value in values
    ]
    teachers = [
        value
        for key, values in fields.items()
        if key.startswith(("prof", "enseignant", "personnel", "intervenant"))
        for value in values
    ]
    categories = words_of(component, "CATEGORIES")
    more = "" if sort_key(categories).startswith("cours") else categories
    return Course(
        label=" ".join(summary.split()).strip(" -–·,")[:LONGEST_TEXT] or " ".join(classes),
        subject=" ".join(fields.get("matiere", []))[:LONGEST_TEXT],
        classes=", ".join(classes)[:LONGEST_TEXT],
        teacher=", ".join(teachers)[:LONGEST_TEXT],
        more=more[:LONGEST_TEXT] if fields else f"{more} {description}".strip()[:LONGEST_TEXT],
    )


def _without_room(summary: str, room: str) -> str:
    """«MATHS 4EB 12» in room 12; a letter, or what looks like a class, may be part of a name."""
    if len(room) < SHORTEST_ROOM or _CLASS.fullmatch(room):
        return summary
    return re.sub(rf"(?<!\w){re.escape(room)}(?!\w)", "", summary)


def words_of(component: Any, name: str, *, longest: int = LONGEST_TEXT) -> str:
    """All the values of a property, one after another; ``longest`` characters at most."""
    values = all_of(component, name)
    if name == "CATEGORIES":
        values = [word for value in values for word in getattr(value, "cats", [])]
    return " ".join(str(value) for value in values)[:longest].strip()


def first_of(component: Any, name: str) -> Any:
    """The first property of this name, None for one that is absent or broken."""
    return next(iter(all_of(component, name)), None)


def all_of(component: Any, name: str) -> list[Any]:
    """The values of a property that may come several times; none where one of them is malformed."""
    broken = {str(error[0]).upper() for error in component.errors}
    found = component.get(name)
    if found is None or name in broken:
        return []
    return found if isinstance(found, list) else [found]

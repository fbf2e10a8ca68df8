"""Which teaching a course of a file is: «<4EB>», «4E B», «4ème B» and «4eB» are one class. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Hashable, Iterable
from dataclasses import dataclass
from typing import Any

from apps.homework.timetable.rules.courses import Course
from apps.schools.names import sort_key

_LEVEL = re.compile(r"([3-6])(?:eme|e)?([a-z]{1,2}|(?<=e)[0-9]{1,2})")
_ORDINALS = str.maketrans(dict.fromkeys("°º", " "))
_SMALL = {"et", "de", "du", "des", "la", "le", "les", "en", "au", "aux"}
# What a file says around a subject without naming one.
_GENERIC = {"cours", "classe", "groupe", "salle", "prof", "professeur", "mme", "partie", "lecon"}
SHORTEST = 4
NOTHING = (0, 0)


@dataclass(frozen=True, slots=True)
class KnownTeaching:
    """A teaching that a course may be; ``codes``: names of its class or of its group."""

    key: Hashable
    codes: tuple[str, ...]
    subjects: tuple[str, ...]
    teachers: tuple[str, ...] = ()
    is_group: bool = False


def recognise(
    course: Course, known: Collection[KnownTeaching], *, whole_class: bool = False
) -> Hashable | None:
    """The key of the only teaching that fits, None when in doubt.

    ``whole_class``: the file is that of one class, whose name it does not repeat.
    """
    said = _key(f"{course.label} {course.classes} {course.more}")
    named = {one: rank for one in known if (rank := _named(one, said))}
    if whole_class:
        # The whole class rather than a group, where the file names neither.
        named |= {one: (False, -one.is_group) for one in known if one not in named}
    words = _key(course.subject or course.label).split()
    alike = {one: max(_alike(subject, words) for subject in one.subjects) for one in named}
    of_subject = [one for one in named if alike[one] > NOTHING]
    if not of_subject:
        if whole_class or _says_more(course, named):
            return None
        of_subject = list(named)
    left = _best(of_subject, lambda one: (named[one], alike[one]))
    if len(left) > 1:
        teacher = set(_key(f"{course.teacher} {course.label}").split())
        left = [one for one in left if any(set(_key(n).split()) <= teacher for n in one.teachers)]
    return left[0].key if len(left) == 1 else None


def _best(known: list[KnownTeaching], rank: Callable[[KnownTeaching], Any]) -> list[KnownTeaching]:
    first = max(map(rank, known), default=None)
    return [one for one in known if rank(one) == first]


def _named(one: KnownTeaching, said: str) -> tuple[bool, int] | None:
    """How closely the text names it: a group before a class, a longer name before a shorter."""
    lengths = [len(_key(code)) for code in one.codes if _pattern(code).search(said)]
    return (one.is_group, max(lengths)) if lengths else None


def _pattern(code: str) -> re.Pattern[str]:
    joined = _key(code).replace(" ", "")
    if level := _LEVEL.fullmatch(joined):
        number, suffix = level.groups()
        # «41» is a room: a class of figures needs its «e», or at least a space.
        middle = r"\s?(?:eme|e)?\s?" if suffix.isalpha() else r"(?:\s?(?:eme|e)\s?|\s)"
        body = number + middle + suffix
    else:
        body = r"\s?".join(joined) or "(?!)"
    return re.compile(rf"(?<![a-z0-9]){body}(?![a-z0-9])")


def _alike(subject: str, words: Iterable[str]) -> tuple[int, int]:
    """(2, letters) when every word of the subject is said, (1, letters) for half of them."""
    names = [word for word in _key(subject).split() if word not in _SMALL]
    initials = "".join(word[0] for word in names)
    if len(initials) > 1 and initials in words:
        return (2, len(initials))
    found = [name for name in names if any(_same(name, word) for word in words)]
    letters = sum(map(len, found))
    if not found or len(found) * 2 < len(names):
        return NOTHING
    return (2 if len(found) == len(names) else 1, letters)


def _same(one: str, other: str) -> bool:
    """«maths» for «mathematiques», «techno» for «technologie»."""
    short, long = sorted((one, other), key=len)
    short = short.rstrip("s") if len(short) > SHORTEST else short
    return one == other or (len(short) >= SHORTEST and long.startswith(short))


def _says_more(course: Course, left: Iterable[KnownTeaching]) -> bool:
    """Whether the text names something besides a class, a teacher and a room: another subject."""
    text = _key(course.subject or course.label)
    for one in left:
        for code in one.codes:
            text = _pattern(code).sub(" ", text)
    people = {word for one in left for name in one.teachers for word in _key(name).split()}
    people |= set(_key(course.teacher).split())
    return any(
        len(word) > 2 and word.isalpha() and word not in _GENERIC | people for word in text.split()
    )


def _key(text: str) -> str:
    return sort_key(text.translate(_ORDINALS))

"""Which pupil a line of a table names, whatever its accents, its capitals, its order. Pure.

A pupil whom another line names in full is never the one meant by half a name, and a line of
another class is never taken for a pupil of the same name here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from apps.results.marks.inputs import titles
from apps.schools.names import sort_key

# «4eB», «4 B», «4ÈME B» are one class.
_LEVEL = re.compile(r"([3-6])(?:eme|e)?([a-z0-9]{1,2})")


@dataclass(frozen=True, slots=True)
class GridPupil:
    """One line of the grid: ``names`` are all the last names they go by."""

    key: str
    label: str
    names: tuple[str, ...]
    first_name: str
    class_code: str


@dataclass(frozen=True, slots=True)
class NamedInLine:
    """What a line says of somebody: the ways to read the name, the class where it tells one."""

    ways: tuple[str, ...]
    class_code: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """Whom a line may mean; ``is_elsewhere``: it tells another class than that of the only one."""

    pupils: tuple[GridPupil, ...] = ()
    is_elsewhere: bool = False


class PupilFinder:
    """``lines``: all those of the table, since each says something of the others."""

    def __init__(self, pupils: Iterable[GridPupil], lines: Iterable[NamedInLine]) -> None:
        self.pupils = list(pupils)
        self.spelled = {
            pupil.key: [(_words(last), _words(pupil.first_name)) for last in pupil.names]
            for pupil in self.pupils
        }
        self.in_full = {
            key: [sorted(last + first) for last, first in spelled]
            for key, spelled in self.spelled.items()
        }
        codes = {class_key(pupil.class_code) for pupil in self.pupils}
        lines = list(lines)
        self.has_classes = any(class_key(line.class_code) in codes for line in lines)
        in_full = [(line, self._in_full(line)) for line in lines]
        self.named = {one.key for _line, found in in_full for one in found}
        self.placed = {
            one.key for line, found in in_full for one in found if self._is_of(one, line.class_code)
        }

    def find(self, line: NamedInLine) -> Found:
        found = self._in_full(line) or self._in_part(line)
        here = [one for one in found if self._is_of(one, line.class_code)]
        if not line.class_code or len(here) == len(found):
            return Found(tuple(found))
        if len(found) > 1:
            return Found(tuple(here))
        if not self.has_classes:
            return Found(tuple(found))  # its classes are called otherwise: they say nothing
        if found[0].key in self.placed:
            return Found()
        return Found(tuple(found), is_elsewhere=True)

    def _in_full(self, line: NamedInLine) -> list[GridPupil]:
        for way in line.ways:
            wanted = sorted(_words(way))
            found = [pupil for pupil in self.pupils if wanted in self.in_full[pupil.key]]
            if found:
                return found
        return []

    def _in_part(self, line: NamedInLine) -> list[GridPupil]:
        """A second first name left out, or half of a double name: of both, something is said."""
        wanted = set(_words(line.ways[0]))
        return [
            pupil
            for pupil in self.pupils
            if pupil.key not in self.named
            and any(
                wanted <= {*last, *first} and wanted & set(last) and wanted & set(first)
                for last, first in self.spelled[pupil.key]
            )
        ]

    @staticmethod
    def _is_of(pupil: GridPupil, class_code: str) -> bool:
        return class_key(pupil.class_code) == class_key(class_code)


def class_key(code: str) -> str:
    joined = sort_key(code.replace("°", " ")).replace(" ", "")
    level = _LEVEL.fullmatch(joined)
    return "".join(level.groups()) if level else joined


def _words(name: str) -> list[str]:
    return sort_key(titles.bare(name)).split()


def ways_of(parts: Sequence[str]) -> tuple[str, ...]:
    """From the cells of the last name, of a whole name and of the first name."""
    name, full, first = parts
    ways = [f"{name} {first}".strip(), full, f"{full} {first}".strip(), name]
    return tuple(way for way in dict.fromkeys(ways) if way) or ("",)

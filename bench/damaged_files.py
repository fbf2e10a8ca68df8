"""Ten thousand damaged pictures, then as many archives and tables: a sentence each, no fault.

``python -m bench.damaged_files [pictures|archives|tables] [how many] [seed]``
"""

from __future__ import annotations

import os
import sys
import time
from collections import Counter

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coeduc.settings.dev")
django.setup()

from apps.files.rules.office_zip import ArchiveError, document_type
from apps.results.marks.inputs.files import TableError, _cleaned, tables_of
from coeduc.pictures import PictureError, redrawn
from tests.coeduc.pictures import SOURCES
from tests.damage import damaged
from tests.files.samples import ARCHIVES
from tests.results.marks.inputs.test_files import WHOLE as WORKBOOKS


def pictures(count: int, seed: int) -> Counter[str]:
    words: Counter[str] = Counter()
    for data in damaged(SOURCES, count, seed):
        try:
            redrawn(data, side=200, photos=True)
            words["redrawn"] += 1
        except PictureError as error:
            words[type(error.__cause__ or error).__name__] += 1
    return words


def archives(count: int, seed: int) -> Counter[str]:
    words: Counter[str] = Counter()
    for data in damaged(ARCHIVES, count, seed):
        try:
            document_type(data)
            words["kept"] += 1
        except ArchiveError as error:
            words[type(error.__cause__ or error).__name__] += 1
    return words


def tables(count: int, seed: int) -> Counter[str]:
    """One in a hundred is also read to its end, in a process of its own."""
    words: Counter[str] = Counter()
    for n, data in enumerate(damaged(WORKBOOKS, count, seed)):
        try:
            kept = tables_of(data) if n % 100 == 0 or data[:2] != b"PK" else _cleaned(data)
            words[f"read ({type(kept).__name__})"] += 1
        except TableError as error:
            words[type(error.__cause__ or error).__name__] += 1
    return words


KINDS = {"pictures": pictures, "archives": archives, "tables": tables}


def main() -> None:
    asked = sys.argv[1:2] if sys.argv[1:2] and sys.argv[1] in KINDS else list(KINDS)
    numbers = [int(one) for one in sys.argv[1:] if one.isdigit()]
    count, seed = (numbers + [10_000, 1][len(numbers) :])[:2]
    for kind in asked:
        start = time.monotonic()
        words = KINDS[kind](count, seed)
        print(f"{kind}: {sum(words.values())} files, {time.monotonic() - start:.0f} s")
        for name, n in words.most_common():
            print(f"  {n:6} {name}")


if __name__ == "__main__":
    main()

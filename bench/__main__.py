"""`make bench`: every measure of the table, over databases that are thrown away.

    python -m coeduc.embedded run python -m bench [--only WORD] [--keep]

The databases at one, ten and a hundred collèges, then what each page costs, its growth with its
plans, the same pages at 1, 8 and 32 people beside the floor, and sign-ins a second.
"""

from __future__ import annotations

import subprocess
import sys

from bench import machine, schools

MEASURES = (
    ("pages", True),
    ("growth --plans", True),
    ("connections", True),
    ("sign_in_storm", False),
)


def main() -> int:
    words = machine.words(__doc__ or "")
    words.add_argument("--only", default="", help="les pages dont le nom contient ce mot")
    words.add_argument("--keep", action="store_true", help="garder les bases")
    options = words.parse_args()
    failed = []
    for size in schools.SIZES:
        schools.at_size(size)
    try:
        for command, takes_pages in MEASURES:
            name, *more = command.split()
            if takes_pages and options.only:
                more += ["--only", options.only]
            print(f"\n— bench.{name}", flush=True)
            if subprocess.call([sys.executable, "-m", f"bench.{name}", *more], cwd=machine.ROOT):
                failed.append(name)
    finally:
        if not options.keep:
            schools.drop_all()
    print(f"échec : {', '.join(failed)}" if failed else "toutes les mesures sont faites")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())

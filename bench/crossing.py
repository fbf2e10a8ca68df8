"""What would cross collèges if each lived on a machine of its own (Citus, or cells by académie).

    python -m coeduc.embedded run python -m bench.crossing [--all]

Read in PostgreSQL's own catalogue. A table with ``school_id`` follows its collège; a table without
is everybody's. A key that must be the only one of all, and does not name the collège, could not be
kept by one machine alone: identifiers drawn at random, and the few that people choose.
"""

from __future__ import annotations

from django.db import connection

from bench import machine
from bench.schools import at_size

TABLES = """
    SELECT c.relname, EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid
           AND a.attname = 'school_id' AND NOT a.attisdropped)
    FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace ORDER BY 1
"""
KEYS = """
    SELECT t.relname, i.relname, x.indisprimary,
           array(SELECT a.attname::text FROM pg_attribute a
                 WHERE a.attrelid = t.oid AND a.attnum = ANY(x.indkey) ORDER BY a.attnum)
    FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
    WHERE (x.indisunique OR x.indisexclusion) AND t.relnamespace = 'public'::regnamespace
    ORDER BY 1, 2
"""
REFERENCES = """
    SELECT c.conrelid::regclass::text, c.confrelid::regclass::text,
           EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.conrelid
                   AND a.attnum = ANY(c.conkey) AND a.attname = 'school_id')
    FROM pg_constraint c WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace
"""


def main() -> None:
    words = machine.words(__doc__ or "")
    words.add_argument("--all", action="store_true", help="chaque clé par son nom")
    options = words.parse_args()
    at_size(1)
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        owned = dict(cursor.fetchall())
        cursor.execute(KEYS)
        keys = cursor.fetchall()
        cursor.execute(REFERENCES)
        references = cursor.fetchall()
    everybodys = sorted(table for table, has_school in owned.items() if not has_school)
    print(f"{sum(owned.values())} tables suivent leur collège ; {len(everybodys)} sont à tous :")
    print("  " + ", ".join(everybodys))
    left = [key for key in keys if owned[key[0]] and "school_id" not in key[3]]
    primary = [key for key in left if key[2]]
    random = [key for key in left if key[3] == ["public_id"]]
    others = [key for key in left if key not in primary and key not in random]
    print(f"clés sans le collège : {len(primary)} primaires, {len(random)} identifiants publics,")
    print(f"  {len(others)} autres, qui pendent à une ligne d’un collège ou sont choisies")
    if options.all:
        for table, name, _primary, columns in others:
            print(f"  {table}.{name} ({', '.join(columns)})")
    within = [one for one in references if owned.get(one[0]) and owned.get(one[1])]
    double = sum(names_school for _from, _to, names_school in within)
    print(f"{len(within)} références entre tables d’un collège, dont {double} le nomment")
    out = sorted({to for here, to, _ in references if owned.get(here) and not owned.get(to)})
    print(f"références vers ce qui est à tous : {', '.join(out)}")


if __name__ == "__main__":
    main()

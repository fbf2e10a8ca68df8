"""What the types are not asked of is still there: a pattern of nothing would excuse what comes."""

import tomllib

from tests.architecture.house import name_of
from tests.architecture.sources import ROOT, modules

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def matches(pattern, name):
    """As mypy: ``apps.*.views`` stands for modules of any depth, ``apps.*`` for ``apps`` too."""
    head, star, tail = pattern.partition(".*")
    if not star:
        return name == pattern
    if name != head and not name.startswith(f"{head}."):
        return False
    if not tail:
        return True
    rest = name.removeprefix(head)
    return any(matches(f"x{tail}", f"x{rest[at:]}") for at in range(len(rest) + 1))


def test_every_module_that_the_types_excuse_is_there():
    ours = ("apps/**/*.py", "coeduc/**/*.py", "bench/*.py", "tests/**/*.py")
    names = [name_of(path) for path in modules(*ours)]
    names += [name_of(path) for path in (ROOT / "apps").glob("*/migrations/*.py")]
    excused = [
        pattern
        for table in PROJECT["tool"]["mypy"]["overrides"]
        for pattern in ([table["module"]] if isinstance(table["module"], str) else table["module"])
    ]

    assert len(excused) > 5
    assert [one for one in excused if not any(matches(one, name) for name in names)] == []


def test_a_pattern_is_read_as_the_types_read_it():
    assert matches("apps.*.views", "apps.results.marks.views")
    assert matches("apps.*.views.*", "apps.results.marks.views.grid")
    assert matches("coeduc.database", "coeduc.database")
    assert not matches("apps.*.views", "apps.results.marks.viewsets")
    assert not matches("apps.*.sheets", "apps.results.marks.rules")

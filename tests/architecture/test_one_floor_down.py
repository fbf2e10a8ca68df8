"""A rule that several subjects need is said once, one floor down, and asked by name."""

import ast

import pytest

from tests.architecture.sources import ROOT, dotted, modules, tree_of, where

APPS = list(modules("apps/**/*.py"))


def named(path):
    return path.relative_to(ROOT).as_posix()


# The rights themselves, the tables, what an import changes, and the two pages that say in words
# which place an adult has.
SCOPES = {
    "apps/schools/enums.py",
    "apps/schools/links.py",
    "apps/schools/models/families.py",
    "apps/schools/imports/queries/wording.py",
    "apps/schools/imports/services/guardians.py",
    "apps/schools/people/presenters.py",
    "apps/results/reading/views/family.py",
}


def test_what_a_link_lets_read_is_asked_of_its_rights():
    asking = {
        named(path)
        for path in APPS
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "Scope"
    }

    assert asking - SCOPES == set()


def test_what_cuts_a_link_is_asked_with_what_opens_it():
    calls = [
        where(path, node)
        for path in APPS
        if named(path) != "apps/schools/models/families.py"
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and node.attr == "unrestricted"
    ]

    assert calls == []


# Who has which job is written by the import, and read by name nowhere but where offices are said.
ROLES = {"apps/schools/offices.py"}
ASKING = {"filter", "exclude", "get"}


def asks_a_role(node):
    """``role__in=…``, ``.filter(role=…)``, ``job.role in …``, ``job.role == …``."""
    match node:
        case ast.Call(func=ast.Attribute(attr=name), keywords=words) if name in ASKING:
            return any("role" in (word.arg or "").split("__") for word in words)
        case ast.Call(func=ast.Name(id="Q" | "When"), keywords=words):
            return any("role" in (word.arg or "").split("__") for word in words)
        case ast.Compare(left=left, comparators=others):
            return any(
                isinstance(one, ast.Attribute) and one.attr == "role" for one in (left, *others)
            )
    return False


@pytest.mark.parametrize(
    "line",
    [
        "Staff.objects.filter(role__in=roles)",
        "jobs.exclude(staff__role=Role.CPE)",
        "When(role=Role.CPE, then=1)",
        "job.role in Office.HEADS",
        "job.role not in roles",
        "Role.CPE == job.role",
    ],
)
def test_each_way_to_ask_a_role_is_known(line):
    assert any(asks_a_role(node) for node in ast.walk(ast.parse(line)))


def test_nobody_else_asks_a_role():
    """Every job of a person counts: an office is asked, never a role found first."""
    asking = [
        where(path, node)
        for path in APPS
        if named(path) not in ROLES and not named(path).startswith("apps/demo/")
        for node in ast.walk(tree_of(path))
        if asks_a_role(node)
    ]

    assert asking == []


def test_nobody_else_says_whose_own_child_it_is():
    """The links of a person, whatever their end: asked in one place, for one reason."""
    asking = [
        where(path, node)
        for path in APPS
        if not named(path).startswith(("apps/schools/offices", "apps/schools/links"))
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        and dotted(node.func) == "Guardianship.objects.of"
        and "opening" not in ast.unparse(parents(path)[node])
    ]

    assert asking == []


def parents(path):
    return {child: node for node in ast.walk(tree_of(path)) for child in ast.iter_child_nodes(node)}


def test_a_policy_asks_its_reader_when_it_is():
    """``reader.at``: a right asked at another instant than the page would be another right."""
    offending = [
        where(path, node)
        for path in modules("apps/**/policies.py")
        for node in tree_of(path).body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and (
            [one.arg for one in node.args.args][:1] != ["reader"]
            or "at" in {one.arg for one in (*node.args.args, *node.args.kwonlyargs)}
        )
    ]

    assert offending == []


# Opening hours are of their own; the theatre's «next Tuesday» is nobody's calendar.
COUNT_DAYS = {"apps/schools/days.py", "apps/publication/opening.py", "apps/demo/presenters.py"}


def counts_with_a_weekday(node):
    """``day.weekday() >= 5``, ``day - day.weekday() * DAY``: week-ends and Mondays by hand."""
    match node:
        case ast.Compare(left=left, ops=ops, comparators=others):
            ordered = any(isinstance(op, ast.Lt | ast.LtE | ast.Gt | ast.GtE) for op in ops)
            sides = (left, *others) if ordered else ()
        case ast.BinOp(left=left, right=right):
            sides = (left, right)
        case _:
            sides = ()
    return any(
        isinstance(side, ast.Call)
        and isinstance(side.func, ast.Attribute)
        and side.func.attr in {"weekday", "isoweekday"}
        for side in sides
    )


def test_week_ends_and_mondays_are_counted_once():
    counting = [
        where(path, node)
        for path in APPS
        if named(path) not in COUNT_DAYS
        for node in ast.walk(tree_of(path))
        if counts_with_a_weekday(node)
    ]

    assert counting == []


@pytest.mark.parametrize("line", ["day.weekday() >= 5", "5 > day.weekday()", "n - day.weekday()"])
def test_each_way_to_count_with_a_weekday_is_known(line):
    assert any(counts_with_a_weekday(node) for node in ast.walk(ast.parse(line)))


def test_days_and_months_are_named_in_one_place():
    """«1er», «17 h 05», «lundi»: coeduc/french.py, fixed by tests/coeduc/golden_french.txt."""
    naming = [
        where(path, node)
        for path in (*APPS, *modules("coeduc/**/*.py"))
        if named(path) != "coeduc/french.py"
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ImportFrom)
        and node.module in {"django.utils.dates", "django.utils.dateformat", "calendar", "locale"}
    ]

    assert naming == []

"""An instant has no day of its own: it is asked of a school's clock, in one place.

``coeduc.days.day_of`` and ``schools.days.today_of`` in Python, ``day_there`` in SQL.
"""

import ast

import pytest

from tests.architecture.sources import ROOT, dotted, modules, tree_of, where

# Floating moments of a calendar's file, on no clock yet; the theatre plays its own days in Paris.
FLOATING = ("apps/homework/timetable/rules/", "apps/demo/")
ASKED_HERE = {"coeduc/days.py", "apps/schools/models/school.py"}
PATHS = [
    path
    for path in modules("apps/**/*.py", "coeduc/**/*.py")
    if (name := path.relative_to(ROOT).as_posix()) not in ASKED_HERE
    and not name.startswith(FLOATING)
]


def takes_a_day(node):
    """``at.date()``, ``TruncDate``, ``created_at__date=…``, ``Cast(…, DateField())``."""
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Call(func=func), attr="date"), args=[]):
            return not (isinstance(func, ast.Attribute) and func.attr == "strptime")
        case ast.Call(func=ast.Attribute(attr="date"), args=[], keywords=[]):
            return True
        case ast.Call(func=ast.Attribute(value=owner, attr="date"), args=[_]):
            return dotted(owner).rpartition(".")[2] == "datetime"
        case ast.Subscript(
            value=ast.Call(func=ast.Attribute(attr="isoformat")), slice=ast.Slice(upper=upper)
        ):
            return isinstance(upper, ast.Constant) and upper.value == len("2026-11-29")
        case ast.Call(func=ast.Name(id="Cast"), args=[_, ast.Call(func=field)]):
            return getattr(field, "attr", getattr(field, "id", "")) == "DateField"
        case ast.Call(func=func, keywords=words):
            name = getattr(func, "attr", getattr(func, "id", ""))
            asked = [(word.arg or "").split("__")[1:] for word in words]
            return name in {"TruncDate", "TruncDay", "localdate"} or any(
                "date" in one for one in asked
            )
        case ast.Constant(value=str(text)):
            return "::date" in text
    return False


@pytest.mark.parametrize(
    "line",
    [
        "at.date()",
        "at.astimezone(zone).date()",
        "request.now.date()",
        "local(at).date()",
        "TruncDate('created_at')",
        "rows.filter(created_at__date=day)",
        "rows.filter(created_at__date__gte=day)",
        "Cast('created_at', DateField())",
        "Cast('created_at', models.DateField())",
        "timezone.localdate(at)",
        "dt.datetime.date(at)",
        "datetime.date(at)",
        "at.isoformat()[:10]",
        "at.astimezone(zone).isoformat()[0:10]",
        "'(created_at)::date'",
    ],
)
def test_each_way_to_take_a_day_is_known(line):
    assert any(takes_a_day(node) for node in ast.walk(ast.parse(line)))


def test_a_month_of_a_list_is_no_day_of_an_instant():
    line = "dt.datetime.strptime(month, MONTH).date()"

    assert not any(takes_a_day(node) for node in ast.walk(ast.parse(line)))


def test_the_day_of_an_instant_is_taken_in_one_place():
    taking = [
        where(path, node) for path in PATHS for node in ast.walk(tree_of(path)) if takes_a_day(node)
    ]

    assert taking == []


def is_midnight(node):
    """``combine(day, dt.time(), zone)``; without a zone it is no instant."""
    match node:
        case (
            ast.Call(func=ast.Attribute(attr="combine"), args=[_, clock, _], keywords=[])
            | ast.Call(
                func=ast.Attribute(attr="combine"),
                args=[_, clock],
                keywords=[ast.keyword("tzinfo")],
            )
        ):
            match clock:
                case ast.Call(args=hours, keywords=[]):
                    return all(ast.unparse(hour) == "0" for hour in hours)
                case ast.Attribute(value=owner, attr="min"):
                    return dotted(owner).rpartition(".")[2] == "time"
    return False


@pytest.mark.parametrize(
    "line",
    [
        "dt.datetime.combine(day, dt.time(), zone)",
        "dt.datetime.combine(day, dt.time(0, 0), school.time_zone)",
        "datetime.combine(day, time.min, tzinfo=zone)",
    ],
)
def test_each_way_to_write_midnight_is_known(line):
    assert any(is_midnight(node) for node in ast.walk(ast.parse(line)))


def test_midnight_is_written_in_one_place():
    written = [
        where(path, node) for path in PATHS for node in ast.walk(tree_of(path)) if is_midnight(node)
    ]

    assert written == []

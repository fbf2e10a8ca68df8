"""French is written by coeduc/french.py alone: no date, hour, list, plural or «de» by hand."""

import ast
import re

import pytest

from tests.architecture.sources import ROOT, modules, tree_of, where

# French by its golden file, every other language by CLDR.
WRITE = {ROOT / "coeduc" / "french.py", ROOT / "coeduc" / "cldr.py"}
# The theatre writes national files of its own.
PATHS = [
    path
    for path in modules("apps/**/*.py", "coeduc/**/*.py")
    if path not in WRITE and "apps/demo/" not in path.as_posix()
]
TEMPLATES = sorted(ROOT.glob("templates/**/*.*"))


def at_fault(is_by_hand, paths=PATHS):
    return [
        where(path, node) for path in paths for node in ast.walk(tree_of(path)) if is_by_hand(node)
    ]


def caught(is_by_hand, line):
    return any(is_by_hand(node) for node in ast.walk(ast.parse(line)))


# --- Days and hours ------------------------------------------------------------------------------

WRITERS = {
    "django.utils.dates",
    "django.utils.dateformat",
    "django.utils.formats",
    "django.utils.timesince",
    "babel.dates",
    "babel.lists",
    "babel.numbers",
    "babel.units",
    "calendar",
    "locale",
}
# The name of a city whose clock it is; how many days a month has.
NAMES_A_PLACE = {"get_timezone_location"}
COUNTS_DAYS = "apps/homework/timetable/rules/recurrence.py"


def asks_another_writer(node):
    match node:
        case ast.ImportFrom(module=module, names=names) if module in WRITERS:
            return {one.name for one in names} - NAMES_A_PLACE != set()
        case ast.Import(names=names):
            return any(one.name in WRITERS for one in names)
    return False


# What a machine reads back; the same pattern in a sentence is French by hand.
FOR_MACHINES = {
    "apps/homework/archive/forms.py": "the value of a month in a list",
    "apps/homework/timetable/services.py": "kept in JSON",
    "apps/results/marks/inputs/child.py": "as a sheet shows it",
    "apps/results/marks/rules/dates.py": "a mark that a sheet took for a day",
}
PARTS = {"day", "month", "hour", "minute"}
FORMATTED = re.compile(rf"\{{[^{{}}]*(?::[^{{}}]*%|\.(?:{'|'.join(sorted(PARTS))})\b)")


def writes_a_moment(node):
    """``strftime``, ``f"{day:%d/%m}"``, ``f"{day.day} …"``, ``f"{hour:02}"`` of an instant."""
    match node:
        case ast.Call(func=ast.Attribute(attr="strftime")):
            return True
        case ast.FormattedValue(format_spec=ast.JoinedStr(values=spec)) if any(
            isinstance(one, ast.Constant) and "%" in str(one.value) for one in spec
        ):
            return True
        case ast.FormattedValue(value=ast.Attribute(attr=part)):
            return part in PARTS
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str(text)), attr="format")):
            return bool(FORMATTED.search(text))
        case ast.Call(func=ast.Name(id="format"), args=[_, ast.Constant(value=str(text))]):
            return "%" in text
    return False


@pytest.mark.parametrize(
    "line",
    [
        "from django.utils.formats import date_format",
        "from babel.dates import format_date",
        "import locale",
    ],
)
def test_each_other_writer_is_known(line):
    assert caught(asks_another_writer, line)


def test_days_lists_and_units_are_asked_of_one_module():
    paths = [path for path in PATHS if path.relative_to(ROOT).as_posix() != COUNTS_DAYS]

    assert at_fault(asks_another_writer, paths) == []


@pytest.mark.parametrize(
    "line",
    [
        "day.strftime('%d/%m/%Y')",
        "f'{day:%d %B}'",
        "f'{day.day} {name}'",
        "f'{at.hour} h'",
        "'{:%d/%m}'.format(day)",
        "'{0.day} mai'.format(day)",
        "format(day, '%d/%m')",
    ],
)
def test_each_moment_by_hand_is_known(line):
    assert caught(writes_a_moment, line)


def test_no_moment_is_written_by_hand():
    paths = [path for path in PATHS if path.relative_to(ROOT).as_posix() not in FOR_MACHINES]

    assert at_fault(writes_a_moment, paths) == []


FILTERED = re.compile(
    r"\|(date:(?!\"Y-m-d\")|time\b|timesince|timeuntil|naturaltime|naturalday|pluralize)"
)


def test_no_template_writes_a_moment_or_a_plural():
    """«j F Y» says «1 décembre»; ``Y-m-d`` is for an address or a field."""
    writing = [
        f"{path.relative_to(ROOT)}: {found.group()}"
        for path in TEMPLATES
        for found in FILTERED.finditer(path.read_text())
    ]

    assert writing == []


def writes_a_number(node):
    """``f"{count:,}"``, ``str(value).replace(".", ",")``."""
    match node:
        case ast.Call(
            func=ast.Attribute(attr="replace"), args=[ast.Constant("."), ast.Constant(",")]
        ):
            return True
        case ast.FormattedValue(format_spec=ast.JoinedStr(values=[ast.Constant(value=spec)])):
            return "," in spec
    return False


@pytest.mark.parametrize("line", ["f'{count:,}'", "str(mark).replace('.', ',')"])
def test_each_number_by_hand_is_known(line):
    assert caught(writes_a_number, line)


# A cell as the sheet showed it, read back by what reads marks.
AS_A_SHEET_SHOWS = "apps/results/marks/inputs/child.py"


def test_no_number_is_written_by_hand():
    paths = [path for path in PATHS if path.relative_to(ROOT).as_posix() != AS_A_SHEET_SHOWS]

    assert at_fault(writes_a_number, paths) == []


# --- Lists, plurals, «de» ------------------------------------------------------------------------


def ends_a_list(node):
    """``", ".join(names[:-1])``: what comes before «et»; ``f"{one} et {other}"``."""
    match node:
        case ast.JoinedStr(values=parts):
            return any(
                isinstance(before, ast.FormattedValue)
                and isinstance(after, ast.FormattedValue)
                and isinstance(word, ast.Constant)
                and word.value.strip() in {"et", "ou"}
                for before, word, after in zip(parts, parts[1:], parts[2:], strict=False)
            )
        case ast.Call(func=ast.Attribute(attr="join", value=ast.Constant(value=str(word)))) | (
            ast.BinOp(op=ast.Add(), right=ast.Constant(value=str(word)))
        ):
            if word.strip() in {"et", "ou"}:
                return True
    match node:
        case ast.Call(
            func=ast.Attribute(attr="join"),
            args=[ast.Subscript(slice=ast.Slice(upper=ast.UnaryOp(operand=ast.Constant(value=1))))],
        ):
            return True
    return False


@pytest.mark.parametrize(
    "line", ['", ".join(names[:-1])', 'f"{a} et {b}"', "' et '.join(names)", "a + ' ou ' + b"]
)
def test_each_list_by_hand_is_known(line):
    assert caught(ends_a_list, line)


def test_a_list_is_ended_in_one_place():
    assert at_fault(ends_a_list) == []


PLURAL = re.compile(
    r"%\(\w+\)d[ \u00a0](?:(?!pas|plus|dans|sous|mais|sans)[a-zéèêàâûîç’]+s)\b(?! au plus\b)"
)
# Where one never comes: the number is a limit above one, or is counted above it.
NEVER_ONE = {
    "Avec %(n)d exceptions": "three or more",
    "%(first)d ou %(last)d jours": "bins above the first day",
    "%(first)d à %(last)d jours": "bins above the first day",
    "Une phrase est longue (%(n)d mots)": "above the longest sentence",
    "Plus de %(most)d": "a limit of ours",
    "est trop long : %(most)d": "a limit of ours",
    "trop long : %(show_value)d": "above a limit of ours",
    "Il y a %(show_value)d": "above a limit of ours",
    "Vous avez déposé %(n)d imports": "a limit of ours",
}


def one_sentence_for_all(node):
    match node:
        case ast.Call(
            func=ast.Name(id="_" | "gettext" | "gettext_lazy"), args=[ast.Constant(value=text)]
        ):
            return bool(PLURAL.search(text)) and not any(known in text for known in NEVER_ONE)
    return False


def test_a_number_and_its_plural_go_through_ngettext():
    """«1 jours» is written by the sentence that has one form."""
    assert caught(one_sentence_for_all, '_("La règle laisse %(n)d jours.")')
    assert at_fault(one_sentence_for_all) == []


PERSONS = (
    "place|name|names|person|pupil|pupils|child|children|student|guardian|teacher|author|first_name"
)
UNELIDED = re.compile(
    rf"\b(?:de|que) (?:%\((?:{PERSONS})\)s"
    rf"|\{{\{{ ?(?:\w+\.)?(?:{PERSONS})(?:\.\w+)? ?\}}\}}"
    rf"|\{{(?:\w+\.)*(?:{PERSONS})\}})"
)


def test_de_is_elided_before_a_name():
    """«de Inès» is written by who does not ask ``of_name``."""
    assert UNELIDED.search("Note de %(pupil)s")
    assert UNELIDED.search("L’accès de {{ person }}")
    assert UNELIDED.search("Pour que {pupil.first_name} progresse")

    writing = [
        f"{path.relative_to(ROOT)}: {found.group()}"
        for path in (*PATHS, *TEMPLATES)
        for found in UNELIDED.finditer(path.read_text())
    ]

    assert writing == []

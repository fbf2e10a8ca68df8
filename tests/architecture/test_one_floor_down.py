"""A rule that several subjects need is said once, one floor down, and asked by name."""

import ast

import pytest

from tests.architecture.house import in_layers
from tests.architecture.sources import ROOT, dotted, modules, origins, tree_of, uses, where

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
    "apps/results/reading/presenters/place.py",
}
# Who has which job is written by the import, and asked nowhere but where offices are said; the
# theatre gives its parts.
ROLES = {
    "apps/schools/enums.py",
    "apps/schools/jobs.py",
    "apps/schools/models/staff.py",
    "apps/schools/offices.py",
    "apps/schools/imports/services/staff.py",
    # Where a post is given: the role is what is asked for.
    "apps/schools/team/inputs.py",
    "apps/schools/team/presenters/colleagues.py",
    "apps/schools/team/presenters/looks.py",
    "apps/schools/team/presenters/team.py",
    "apps/schools/team/presenters/words.py",
    "apps/schools/team/queries.py",
    "apps/schools/team/services/ends.py",
    "apps/schools/team/services/posts.py",
    "apps/schools/team/services/prepared.py",
}
ASKING = {"exclude", "filter", "get", "only", "order_by", "values", "values_list"}
CONDITIONS = {"F", "OuterRef", "Q", "When", "attrgetter", "getattr", "itemgetter"}


def asks_about(tree, kind, field):
    """Each place that asks ``field`` of rows, or knows the members of its ``kind`` by name.

    ``role__in=…``, ``filter(role=…)``, ``job.role in …``, ``{"staff__role": …}``, ``Role.CPE`` as
    ``enums.Role.CPE`` or under another name.
    """
    known = origins(tree)
    asked = lookups_of(tree)
    for node in ast.walk(tree):
        match node:
            case ast.Dict(keys=keys) if node in asked:
                if any(key and field in named_in(key) for key in keys):
                    yield node
            case ast.Call(func=ast.Name(id="dict"), keywords=words) if node in asked:
                if any(field in named_in(one) for one in words):
                    yield node
            case ast.Name(id=name) if known.get(name, name).rpartition(".")[2] == kind:
                yield node
            case ast.Attribute(attr=name) if name == kind:
                yield node
            case ast.Attribute(attr=name) if name == field:
                yield node
            case ast.keyword(arg=str(name)) if field in name.split("__") and "__" in name:
                yield node.value
            case ast.Constant(value=str(name)) if "__" in name and field in name.split("__"):
                yield node
            case ast.Call(func=func, args=args, keywords=words):
                called = dotted(func).rpartition(".")[2] or getattr(func, "attr", "")
                if called in ASKING | CONDITIONS and any(
                    field in named_in(one) for one in (*args, *words)
                ):
                    yield node
            case ast.JoinedStr(values=parts):
                if any(field in named_in(part) for part in parts):
                    yield node


def lookups_of(tree):
    """Dictionaries kept under a name that rows are asked with: ``d = {…}``, ``filter(**d)``."""
    spread = {
        dotted(word.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and (dotted(node.func).rpartition(".")[2] or getattr(node.func, "attr", ""))
        in ASKING | CONDITIONS
        for word in node.keywords
        if word.arg is None
    } - {""}
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.NamedExpr)
        if spread & set(map(dotted, getattr(node, "targets", None) or [node.target]))
    }


def named_in(node):
    """The field an argument names: ``role=``, ``"-role"``, ``("role", …)``, ``**{"role": …}``."""
    match node:
        case ast.keyword(arg=str(name)):
            return name.split("__")
        case ast.keyword(arg=None, value=ast.Dict(keys=keys)):
            return [part for key in keys for part in named_in(key)]
        case ast.Constant(value=str(name)):
            return name.strip("-").split("__")
        case ast.Tuple(elts=[first, *_]):
            return named_in(first)
    return []


def who_asks(kind, field, known):
    return {
        where(path, node)
        for path in APPS
        if named(path) not in known and not named(path).startswith("apps/demo/")
        for node in asks_about(tree_of(path), kind, field)
    }


def test_what_a_link_lets_read_is_asked_of_its_rights():
    assert who_asks("Scope", "scope", SCOPES) == set()


def test_nobody_else_asks_a_role():
    """Every job of a person counts: an office is asked, never a role found first."""
    assert who_asks("Role", "role", ROLES) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Staff.objects.filter(role__in=roles)",
        "Staff.objects.filter(role=role)",
        "jobs.exclude(staff__role=one)",
        "jobs.filter(**{'role__in': roles})",
        "jobs.filter(**{'role': role})",
        "d = {'role': role}\njobs.filter(**d)",
        "d: dict = {'role': role}\nQ(**d)",
        "d = dict(role=role)\njobs.exclude(**d)",
        "lookup = 'role__in'\njobs.filter(**{lookup: roles})",
        "lookup = dict(role__in=roles)\njobs.filter(**lookup)",
        "jobs.filter(**{f'{path}__role__in': roles})",
        "jobs.filter(**{f'{path}role': roles})",
        "Q(role=role)",
        "Q(('role__in', roles))",
        "models.Q(('role', role))",
        "When(role=role, then=1)",
        "F('role')",
        "OuterRef('staff__role')",
        "jobs.values_list('role', flat=True)",
        "jobs.order_by('-role')",
        "getattr(job, 'role')",
        "attrgetter('role')",
        "job.role in Office.HEADS",
        "job.role not in roles",
        "one == job.role",
        "Role.CPE",
        "models.Role",
        "from apps.schools.enums import Role\nRole['CPE']",
        "from apps.schools.enums import Role as R\nR.CPE",
        "from apps.schools import enums\nenums.Role.CPE",
        "import apps.schools.enums\napps.schools.enums.Role.CPE",
        "match job.role:\n    case one: ...",
    ],
)
def test_each_way_to_ask_a_role_is_known(text):
    assert list(asks_about(ast.parse(text), "Role", "role"))


@pytest.mark.parametrize("text", ["Office.HEADS.among(jobs)", "one.get_role_display()", "roles"])
def test_what_asks_no_role_is_left_alone(text):
    assert list(asks_about(ast.parse(text), "Role", "role")) == []


def test_what_cuts_a_link_is_asked_with_what_opens_it():
    calls = [
        where(path, node)
        for path in APPS
        if named(path) != "apps/schools/models/families.py"
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and node.attr == "unrestricted"
    ]

    assert calls == []


def test_nobody_else_says_whose_own_child_it_is():
    """The links of a person, whatever their end: asked in one place, for one reason."""
    asking = [
        where(path, node)
        for path in APPS
        if not named(path).startswith(("apps/schools/offices", "apps/schools/links"))
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        and dotted(node.func).endswith("Guardianship.objects.of")
        and "opening" not in ast.unparse(parents(path)[node])
    ]

    assert asking == []


def parents(path):
    return {child: node for node in ast.walk(tree_of(path)) for child in ast.iter_child_nodes(node)}


# Who was once in what, for an archive; whose lead teacher, for a request: no roster of today.
STAYS = {"apps/homework/archive/queries.py", "apps/results/models/talks.py"}
LINKS_OF_A_ROSTER = {"enrolments", "memberships"}
ROWS_OF_A_ROSTER = {"Enrolment", "GroupMembership"}
FACES_REQUESTS = {"forms", "home", "inputs", "presenters", "views"}


def asks_who_is_in_what(tree):
    """``enrolments__division=…`` through a pupil, or the stays themselves through the door."""
    for node in ast.walk(tree):
        match node:
            case ast.keyword(arg=str(name)) if LINKS_OF_A_ROSTER & set(name.split("__")):
                yield node.value
            case ast.Constant(value=str(name)) if "__" in name:
                if LINKS_OF_A_ROSTER & set(name.split("__")):
                    yield node
            case ast.Attribute(attr=name) if name in LINKS_OF_A_ROSTER:
                yield node


def test_who_is_in_what_is_asked_of_the_rosters():
    asking = {
        named(path)
        for path in APPS
        if not named(path).startswith(("apps/schools/models/", "apps/demo/"))
        if named(path) != "apps/schools/rosters.py"
        for node in asks_who_is_in_what(tree_of(path))
    }

    assert asking - STAYS == set()


def test_no_page_takes_the_stays_of_pupils_themselves():
    taking = [
        where(path, node)
        for path in in_layers(*FACES_REQUESTS)
        for name, node in uses(tree_of(path))
        if name.rpartition(".")[2] in ROWS_OF_A_ROSTER
    ]

    assert taking == []


@pytest.mark.parametrize(
    "text",
    [
        "visible(request, Student).filter(enrolments__division=division)",
        "rows.filter(student__memberships__during__contains=at)",
        "rows.filter(**{'enrolments__division': division})",
        "rows.prefetch_related('enrolments__division')",
        "student.enrolments.all()",
    ],
)
def test_each_way_to_make_a_roster_by_hand_is_known(text):
    assert list(asks_who_is_in_what(ast.parse(text)))


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
ORDERED = ast.Lt | ast.LtE | ast.Gt | ast.GtE


def asks_which_weekday(tree):
    """Week-ends and Mondays by hand; that two days are of one weekday is anybody's to ask.

    ``day.weekday() >= 5``, ``== SATURDAY``, ``in (5, 6)``, ``day - day.weekday() * DAY``; Sunday as
    the seventh day (``isoweekday``), or a letter of ``strftime``.
    """
    kept = {
        name
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign | ast.NamedExpr) and is_weekday(node.value)
        for name in map(dotted, getattr(node, "targets", None) or [node.target])
    }
    for node in ast.walk(tree):
        match node:
            case ast.Compare(left=left, ops=ops, comparators=others):
                sides = (left, *others)
                fixed = any(isinstance(op, ORDERED) for op in ops) or any(map(is_fixed, sides))
            case ast.BinOp(left=left, right=right):
                sides, fixed = (left, right), True
            case ast.Match(subject=subject):
                sides, fixed = (subject,), True
            case ast.Attribute(attr="isoweekday"):
                yield node
                continue
            case ast.Call(
                func=ast.Attribute(attr="strftime"), args=[ast.Constant(value=str(pattern))]
            ):
                if any(letter in pattern for letter in ("%a", "%A", "%u", "%w")):
                    yield node
                continue
            case _:
                continue
        if fixed and any(is_weekday(side) or dotted(side) in kept - {""} for side in sides):
            yield node


def is_weekday(node):
    match node:
        case ast.NamedExpr(value=value):
            return is_weekday(value)
        case ast.Call(func=ast.Attribute(attr="weekday" | "isoweekday")):
            return True
        case ast.Attribute(attr="weekday", value=ast.Call(func=ast.Attribute(attr="isocalendar"))):
            return True
        case ast.Subscript(value=ast.Call(func=ast.Attribute(attr="isocalendar"))):
            return True
    return False


def is_fixed(node):
    """A day of the week told by its number or its name: ``5``, ``(5, 6)``, ``days.SATURDAY``."""
    match node:
        case ast.Constant(value=int()):
            return True
        case ast.Tuple(elts=elts) | ast.List(elts=elts) | ast.Set(elts=elts):
            return any(map(is_fixed, elts))
    return dotted(node).rpartition(".")[2].isupper()


def test_week_ends_and_mondays_are_counted_once():
    counting = [
        where(path, node)
        for path in APPS
        if named(path) not in COUNT_DAYS
        for node in asks_which_weekday(tree_of(path))
    ]

    assert counting == []


@pytest.mark.parametrize(
    "text",
    [
        "day.weekday() >= 5",
        "5 > day.weekday()",
        "day.weekday() == 5",
        "day.weekday() != calendar.SUNDAY",
        "day.weekday() == SATURDAY",
        "day.weekday() in (5, 6)",
        "day.weekday() in {SATURDAY, SUNDAY}",
        "day.weekday() in WEEKEND",
        "n - day.weekday()",
        "(7 - day.weekday()) % 7",
        "day.isoweekday() > 5",
        "day.isoweekday()",
        "day.isocalendar().weekday == 6",
        "day.isocalendar()[2] >= 6",
        "rank = day.weekday()\nif rank >= 5: ...",
        "if (rank := day.weekday()) == 6: ...",
        "match day.weekday():\n    case 5 | 6: ...",
        "day.strftime('%u')",
    ],
)
def test_each_way_to_count_with_a_weekday_is_known(text):
    assert list(asks_which_weekday(ast.parse(text)))


@pytest.mark.parametrize(
    "text",
    [
        "day.weekday() == other.weekday()",
        "day.weekday() in rule.weekdays",
        "french.weekday(day)",
        "hours.windows[day.weekday()]",
    ],
)
def test_the_same_weekday_is_anybody_s_to_ask(text):
    assert list(asks_which_weekday(ast.parse(text))) == []


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

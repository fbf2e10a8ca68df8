"""The one door: what faces a request never opens a table by itself, nor writes a row.

Deny by default: only the layers named here open tables, and fewer of them write. Queries and
policies read; a task too, it rings the service that writes.
"""

import ast
from functools import cache

import pytest
from django.apps import apps
from django.db.models import QuerySet

from tests.architecture.house import in_layers, placed
from tests.architecture.sources import ROOT, dotted, imported, modules, origins, tree_of, where

MAY_WRITE = {"management", "models", "services", "theatre"}
MAY_READ = MAY_WRITE | {"policies", "queries", "shared", "tasks"}

SIDE_DOORS = {
    "_base_manager",
    "_default_manager",
    "base_manager",
    "cursor",
    "default_manager",
    "objects",
    "raw",
}
# A table found by its name, or the whole database.
FINDERS = {"get_model", "get_models", "get_user_model"}
WHOLE = {"django.db.connection", "django.db.connections", "django.db.models.QuerySet"}
SHORTCUTS = {"get_object_or_404", "get_list_or_404"}
# What rows answer. Where no link of a table is seen, what a dictionary, a list, a file or a form
# answers too is nobody’s door: ``student.guardianships.get`` is one, ``request.GET.get`` is not.
ANSWERS = {name for name in dir(QuerySet) if not name.startswith("_")}
ANYBODYS = {"count", "create", "delete", "difference", "exists", "get", "intersection", "model"}
ASKS_ROWS = ANSWERS - ANYBODYS - {"query", "reverse", "union", "update", "values"}
# A name looked for in what it is given.
GETTERS = {"attrgetter", "getattr", "methodcaller"}
WRITES = {
    "abulk_create",
    "acreate",
    "adelete",
    "aget_or_create",
    "asave",
    "aupdate",
    "aupdate_or_create",
    "bulk_create",
    "bulk_update",
    "create",
    "delete",
    "get_or_create",
    "save",
    "select_for_update",
    "update_or_create",
}

OF_A_REQUEST = {
    "coeduc.http",
    "coeduc.once",
    "coeduc.proofs",
    "coeduc.unsaved",
    "coeduc.ways_back",
    "django.contrib.messages",
    "django.http",
    "django.shortcuts",
}
BELOW_REQUESTS = {
    "enums",
    "errors",
    "inputs",
    "models",
    "policies",
    "pure",
    "queries",
    "rules",
    "services",
    "shared",
}
# A session is of a request: what allauth calls when it opens one, and what it counts.
SESSIONS = {"apps/accounts/sign_in/services"}

FACES_REQUESTS = [path for path, place in placed().items() if place.layer not in MAY_READ]
WRITES_NOTHING = [path for path, place in placed().items() if place.layer not in MAY_WRITE]
PROJECT = list(modules("coeduc/**/*.py"))
# The door itself; a worker takes the rows of whatever machine it is given, no reader is behind it.
DOORS = {"coeduc/access.py", "coeduc/leases.py"}
# A safe request is read only, said on its connection; a migration finds its tables by their names.
# What is replayed is the text of a reading that a room wrote.
# A session is found by its key alone, before anybody is known.
# A probe asks whether somebody is there, a check of the settings which limits the role has.
# Who acts on the same thing waits for the other: a lock on a word names no table.
BENEATH = {
    "coeduc/database.py",
    "coeduc/health.py",
    "coeduc/locks.py",
    "coeduc/middleware.py",
    "coeduc/pooled.py",
    "coeduc/replay.py",
    "coeduc/session_store.py",
}


@cache
def links():
    """What every table calls the rows that point to it: ``guardianships``, ``result_set``."""
    return {
        field.get_accessor_name() if field.auto_created else field.name
        for model in apps.get_models()
        if model.__module__.startswith("apps.")
        for field in model._meta.get_fields()
        if field.one_to_many or field.many_to_many
    }


def chain_of(node):
    """What a chain of calls begins with, and how many names follow: ``a.b().c`` is (a, 2)."""
    names = 0
    while isinstance(node, ast.Call | ast.Attribute | ast.Subscript):
        names += isinstance(node, ast.Attribute)
        node = node.func if isinstance(node, ast.Call) else node.value
    return (node.id if isinstance(node, ast.Name) else ""), names


def is_a_class(node):
    """``Assessment``, ``models.Assessment``: a table where its visible rows were needed."""
    return dotted(node).rpartition(".")[2][:1].isupper()


def bound_to_classes(tree):
    """Names that stand for a table here: ``model = Assessment``, ``model: type[Model]``."""
    bound = set()
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=targets, value=value) if is_a_class(value):
                bound |= {dotted(one) for one in targets}
            case ast.For(target=ast.Name(id=name), iter=ast.Tuple(elts=elts) | ast.List(elts=elts)):
                bound |= {name} if any(map(is_a_class, elts)) else set()
            case ast.arg(arg=name, annotation=ast.Subscript(value=ast.Name(id="type"))):
                bound.add(name)
    return bound


def assigned(tree):
    """Each name given here, and what it stands for: ``rows = …``, ``(rows := …)``."""
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=targets, value=value):
                yield from ((dotted(one), value) for one in targets)
            case ast.AnnAssign(target=target, value=ast.AST() as value):
                yield dotted(target), value
            case ast.NamedExpr(target=target, value=value):
                yield dotted(target), value


def opened_in(tree):
    """Every way to ask a table without the door."""
    known, classes = origins(tree), bound_to_classes(tree)
    given = list(assigned(tree))
    linked = {name for name, value in given if isinstance(value, ast.Attribute) if is_a_link(value)}
    through = {name for name, value in given if isinstance(value, ast.Call)}
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(attr=name) if name in SIDE_DOORS:
                yield node
            case ast.Attribute(attr=name, value=ast.Attribute() as owner) if name in ASKS_ROWS:
                # ``student.marks.all()``: the rows of a link, whoever may see them.
                root, names = chain_of(owner)
                if names > (root in {"self", "cls"}) and known.get(root, root) == root:
                    yield node
            case ast.Attribute(attr=name, value=owner) if name in ANSWERS and (
                is_a_link(owner, known) or dotted(owner) in linked
            ):
                yield node
            case ast.Call(func=func, args=args, keywords=words):
                name = known.get(dotted(func), dotted(func)).rpartition(".")[2]
                if name in FINDERS:
                    yield node
                said = {one.value for one in args if isinstance(one, ast.Constant)}
                said = {part for one in said for part in str(one).split(".")}
                if name in GETTERS and SIDE_DOORS & said:
                    yield node
                asked = [*args[:1], *(word.value for word in words if word.arg == "klass")]
                if name in SHORTCUTS and any(
                    dotted(x) in classes or (dotted(x) and dotted(x) not in through) for x in asked
                ):
                    yield node
            case ast.Name(id=name) if known.get(name) in WHOLE:
                yield node


def is_a_link(node, known=None):
    """``student.guardianships``; a module of that name is none, nor the lines of a form."""
    if not (isinstance(node, ast.Attribute) and node.attr in links()):
        return False
    if dotted(node.value) == "form":
        return False
    root, _names = chain_of(node)
    return (known or {}).get(root, root) == root


def written_in(tree):
    """Every way to write a row; a form that gives back its row unsaved writes none."""
    unsaved = {
        node.func
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and any(word.arg == "commit" and is_false(word.value) for word in node.keywords)
    }
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(attr=name) if name in WRITES and node not in unsaved:
                yield node
            # A dictionary takes another; rows take columns.
            case ast.Call(func=ast.Attribute(attr="update"), args=[], keywords=[_, *_]):
                yield node


def is_false(node):
    return isinstance(node, ast.Constant) and node.value is False


def test_what_faces_a_request_was_found():
    names = {path.relative_to(ROOT).as_posix() for path in FACES_REQUESTS}

    assert {
        "apps/home/views.py",
        "apps/homework/notebook/views/lesson_context.py",
        "apps/publication/instants.py",
        "apps/results/marks/inputs/columns.py",
        "apps/results/reading/forms.py",
        "apps/results/reading/presenters/roster.py",
        "apps/results/assessments/home.py",
        "apps/results/portal.py",
    } <= names
    assert {
        ROOT / "apps/results/announcements/tasks.py",
        ROOT / "apps/schools/policies.py",
        ROOT / "apps/home/queries.py",
    } <= set(WRITES_NOTHING)


def test_what_faces_a_request_never_opens_a_table():
    offences = [where(path, node) for path in FACES_REQUESTS for node in opened_in(tree_of(path))]

    assert offences == []


def test_services_alone_write():
    offences = [where(path, node) for path in WRITES_NOTHING for node in written_in(tree_of(path))]

    assert offences == []


def handles_requests(tree):
    """What only a view knows: a request, an answer, a page to go to."""
    return [
        node
        for name, node in imported(tree)
        if any(name == one or name.startswith(f"{one}.") for one in OF_A_REQUEST)
    ]


def test_a_request_stops_at_the_views():
    """Below, what it said is an argument: a reader, an instant, words."""
    offences = [
        where(path, node)
        for path in in_layers(*BELOW_REQUESTS)
        if path.relative_to(ROOT).parent.as_posix() not in SESSIONS
        for node in handles_requests(tree_of(path))
    ]

    assert offences == []


@pytest.mark.parametrize(
    "text",
    [
        "from django.http import Http404",
        "from django.http import HttpRequest",
        "from django import http",
        "from django.shortcuts import redirect",
        "from django.contrib import messages",
        "from coeduc.http import Request",
        "from coeduc import http",
        "from coeduc.once import once",
        "def f():\n    from django.http import Http404\n    raise Http404",
    ],
)
def test_each_way_to_handle_a_request_is_known(text):
    assert handles_requests(ast.parse(text))


def test_in_the_project_only_the_door_opens_a_table():
    doors = {
        path.relative_to(ROOT).as_posix()
        for path in PROJECT
        for node in opened_in(tree_of(path))
        if origins(tree_of(path)).get(getattr(node, "id", "")) != "django.db.models.QuerySet"
    }

    assert doors - BENEATH == DOORS


@pytest.mark.parametrize(
    "text",
    [
        "Assessment.objects.all()",
        "models.Assessment.objects",
        "Assessment._default_manager",
        "Assessment._base_manager",
        "row._meta.default_manager",
        "type(row)._meta.base_manager",
        "getattr(Assessment, 'objects')",
        "Assessment.objects.raw('SELECT 1')",
        "get_object_or_404(Assessment, pk=1)",
        "get_object_or_404(models.Assessment, pk=1)",
        "get_object_or_404(klass=Assessment, pk=1)",
        "get_list_or_404(Assessment)",
        "shortcuts.get_object_or_404(Assessment)",
        "from django.shortcuts import get_object_or_404 as found\nfound(Assessment, pk=1)",
        "model = Assessment\nget_object_or_404(model, pk=1)",
        "for model in (Student, Guardian):\n    get_object_or_404(model, pk=1)",
        "def find(model: type[Model]):\n    return get_object_or_404(model, pk=1)",
        "apps.get_model('results', 'Assessment')",
        "get_user_model()",
        "from django.db import connection\nconnection.cursor()",
        "from django.db import connections\nconnections['default']",
        "from django.db.models import QuerySet\nQuerySet(Assessment)",
        "student.marks.all()",
        "[one for one in link.student.enrolments.filter(division=1)]",
        "self.instance.marks.order_by('pk')",
        "student.guardianships.exists()",
        "student.guardianships.count()",
        "form.instance.guardianships.get()",
        "student.guardianships.get(pk=1)",
        "student.guardianships.first()",
        "link.student.results.iterator()",
        "student.result_set.values('pk')",
        "marks = student.results\nmarks.filter(pk=1)",
        "if (marks := student.results) and marks.count(): ...",
        "def find(model):\n    return get_object_or_404(model, pk=1)",
        "get_object_or_404(self.model, pk=1)",
        "attrgetter('objects')(Assessment)",
        "from operator import attrgetter as g\ng('school.objects')(row)",
        "operator.methodcaller('cursor')(base)",
    ],
)
def test_each_way_to_open_a_table_is_known(text):
    assert list(opened_in(ast.parse(text)))


@pytest.mark.parametrize(
    "text",
    [
        "visible(request, Assessment).filter(pk=1)",
        "get_object_or_404(visible(request, Assessment), pk=1)",
        "get_object_or_404(visible(request, Assessment).with_progress(), pk=1)",
        "rows = visible(request, Hold)\nget_object_or_404(rows, pk=1)",
        "self.taught.filter(subject=1)",
        "from apps.results.marks import queries\nqueries.rows.all()",
        "request.GET.get('semaine')",
        "self.cleaned_data.get('day')",
        "form.lines.values()",
        "school.logo.storage.exists(name)",
        "rows: Any = visible(request, Hold)\nget_object_or_404(rows, pk=1)",
        "results = {}\nresults.get(1)",
    ],
)
def test_what_comes_through_the_door_is_asked_freely(text):
    assert list(opened_in(ast.parse(text))) == []


@pytest.mark.parametrize(
    "text",
    [
        "row.save()",
        "row.save(update_fields=['state'])",
        "form.save()",
        "form.save(commit=True)",
        "transaction.on_commit(row.delete)",
        "visible(request, Hold).delete()",
        "rows.update(state=1)",
        "rows.bulk_create(found)",
        "rows.bulk_update(found, ['state'])",
        "rows.create(state=1)",
        "rows.get_or_create(pk=1)",
        "rows.update_or_create(pk=1)",
        "rows.select_for_update()",
        "async def f():\n    await row.asave()",
    ],
)
def test_each_way_to_write_is_known(text):
    assert list(written_in(ast.parse(text)))


@pytest.mark.parametrize("text", ["form.save(commit=False)", "known.update(other)"])
def test_what_writes_no_row_is_left_alone(text):
    assert list(written_in(ast.parse(text))) == []

"""What each app tells the frame, the first pages, Celery, the uploads and the logs of itself.

An app answers in ``apps/<app>/portal.py`` with the names of ``Answers`` below; no module of
``coeduc`` knows a route, a task or a model of an app. ``collect`` runs once, when all are ready.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.urls import include, path

from coeduc.chapters import MenuPlace
from coeduc.portal_kinds import (  # noqa: F401 (apps answer with them, and find them here)
    FOLLOWS,
    KNOWS,
    Acts,
    Cards,
    Hit,
    Included,
    LessonAct,
    MenuPage,
    PaperKind,
    Part,
    PeriodicTask,
    SearchedKind,
    Setting,
    Sought,
    Upload,
    Visit,
)
from coeduc.processing import Processing

if TYPE_CHECKING:
    from django.http import HttpRequest

    from apps.accounts.models import User
    from coeduc import portal_types
    from coeduc.access import Capacity, Reader
    from coeduc.frame import FrameFacts
    from coeduc.http import Request
    from coeduc.registry import WaitingKind
    from coeduc.visits import ClassVisit, ColleagueVisit


@dataclass(slots=True)
class Answers:
    """All that was answered, in the order of INSTALLED_APPS."""

    menu: list[MenuPage] = field(default_factory=list)
    waiting: list[WaitingKind] = field(default_factory=list)
    beat: list[PeriodicTask] = field(default_factory=list)
    task_modules: list[str] = field(default_factory=list)
    queues: dict[str, str] = field(default_factory=dict)
    uploads: list[Upload] = field(default_factory=list)
    secret_paths: list[str] = field(default_factory=list)
    settings_history: list[Callable[[portal_types.School], list[portal_types.SettingsEntry]]] = (
        field(default_factory=list)
    )
    cards: list[Cards] = field(default_factory=list)
    class_cards: list[Callable[[ClassVisit], Iterable[Part]]] = field(default_factory=list)
    colleague_cards: list[Callable[[ColleagueVisit], Iterable[Part]]] = field(default_factory=list)
    account_cards: list[Callable[[Request], Iterable[Part]]] = field(default_factory=list)
    lesson_acts: list[Callable[[Visit], Mapping[UUID, Sequence[LessonAct]]]] = field(
        default_factory=list
    )
    same_person: list[portal_types.SettleTwoRows] = field(default_factory=list)
    settings: list[Setting] = field(default_factory=list)
    search: list[SearchedKind] = field(default_factory=list)
    papers: list[PaperKind] = field(default_factory=list)
    register: list[Processing] = field(default_factory=list)
    impersonal: dict[str, Any] = field(default_factory=dict)
    urls: list[Included] = field(default_factory=list)
    file_uses: list[portal_types.FileUse] = field(default_factory=list)
    bar: Callable[[HttpRequest], object] | None = None
    acts: Acts | None = None
    facts: Callable[[HttpRequest], FrameFacts | None] | None = None
    voice: Callable[..., portal_types.Voice] | None = None
    mails: Callable[[Request], tuple[str, ...]] | None = None


_answers: Answers | None = None


def collect() -> Answers:
    """Ask every app that has a ``portal`` module.

    ValueError for a queue that nobody works, and for two apps that answer under one key.
    """
    global _answers
    found = Answers()
    for config in apps.get_app_configs():
        name = f"{config.name}.portal"
        if not config.name.startswith("apps.") or find_spec(name) is None:
            continue
        module = import_module(name)
        found.menu += getattr(module, "MENU", ())
        found.waiting += getattr(module, "WAITING", ())
        found.beat += getattr(module, "BEAT", ())
        found.queues |= getattr(module, "QUEUES", {})
        found.uploads += getattr(module, "UPLOADS", ())
        found.secret_paths += getattr(module, "SECRET_PATHS", ())
        found.settings_history += getattr(module, "SETTINGS_HISTORY", ())
        for many in (
            "cards",
            "class_cards",
            "colleague_cards",
            "account_cards",
            "lesson_acts",
            "same_person",
            "settings",
        ):
            getattr(found, many).extend(getattr(module, many.upper(), ()))
        found.search += getattr(module, "SEARCH", ())
        found.papers += getattr(module, "PAPER", ())
        found.register += getattr(module, "REGISTER", ())
        found.impersonal |= getattr(module, "IMPERSONAL", {})
        found.urls += getattr(module, "URLS", ())
        found.file_uses += getattr(module, "FILE_USES", ())
        for alone in ("bar", "acts", "facts", "voice", "mails"):
            setattr(found, alone, getattr(module, alone.upper(), getattr(found, alone)))
    found.settings.sort(key=lambda setting: setting.rank)
    found.search.sort(key=lambda finder: finder.rank)
    # The longest first: the rule of a page comes before that of its chapter.
    found.uploads.sort(key=lambda one: len(one.prefix), reverse=True)
    found.queues |= {bell.task: bell.queue for bell in found.beat}
    worked = {queue.name for queue in settings.CELERY_TASK_QUEUES}
    if unknown := set(found.queues.values()) - worked:
        raise ValueError(f"no worker for {unknown}")
    for keys in (
        [answer.key for answer in found.waiting],
        [paper.kind for paper in found.papers],
    ):
        if len(keys) > len(set(keys)):
            raise ValueError("two answers under one key")
    found.task_modules = sorted({task.rpartition(".")[0] for task in found.queues})
    _answers = found
    return found


def answers() -> Answers:
    """What was collected; RuntimeError before the apps are ready."""
    if _answers is not None:
        return _answers
    raise RuntimeError("the apps are not ready")


def places(
    capacity: Capacity | None, reader: Reader, *, rights: Collection[str] = ()
) -> list[MenuPlace]:
    """Where every page of a space stands that this reader, who holds ``rights``, may open."""
    return [
        page.place
        for page in answers().menu
        if page.capacity in (None, capacity) and page.opens(reader, rights)
    ]


def bar_of(request: HttpRequest) -> object:
    """What an app shows under every page (the demonstration's clock); None where none does."""
    bar = answers().bar
    return bar(request) if bar else None


def acts() -> Acts:
    """RuntimeError when no app remembers them."""
    found = answers().acts
    if found is None:
        raise RuntimeError("no app remembers what a form did")
    return found


def facts_of(request: HttpRequest) -> FrameFacts | None:
    """What an app tells the frame of the person and their schools; None where none does."""
    facts = answers().facts
    return facts(request) if facts else None


def voice_of(user: User | None, *, at: portal_types.Instant) -> portal_types.Voice:
    """In whose name the mails about an account speak. RuntimeError when no app says it."""
    if (voice := answers().voice) is None:
        raise RuntimeError("no app says in whose name a mail speaks")
    return voice(user, at=at)


def mails_in_words(request: Request) -> tuple[str, ...]:
    """What would be written to an address that who reads gives, who sees it, how to stop it."""
    return mails(request) if (mails := answers().mails) else ()


def parts_of(capacity: Capacity, visit: Visit[Any]) -> list[Part]:
    """What every app shows on the first page of a space, in order."""
    found = [
        part for one in answers().cards if one.capacity is capacity for part in one.parts(visit)
    ]
    return sorted(found, key=lambda part: part.rank)


def class_parts(visit: ClassVisit) -> list[Part]:
    """What every app shows on the page of a class, in order."""
    found = [part for parts in answers().class_cards for part in parts(visit)]
    return sorted(found, key=lambda part: part.rank)


def colleague_parts(visit: ColleagueVisit) -> list[Part]:
    """What every app shows on the page of a colleague, in order."""
    found = [part for parts in answers().colleague_cards for part in parts(visit)]
    return sorted(found, key=lambda part: part.rank)


def account_parts(request: Request) -> list[Part]:
    """What every app shows on «Mon compte», in order."""
    found = [part for parts in answers().account_cards for part in parts(request)]
    return sorted(found, key=lambda part: part.rank)


def lesson_acts(visit: Visit) -> dict[UUID, list[LessonAct]]:
    """What every app offers beside the lessons of each teaching of this person, in order."""
    found: dict[UUID, list[LessonAct]] = {}
    for acts in answers().lesson_acts:
        for teaching, offered in acts(visit).items():
            found.setdefault(teaching, []).extend(offered)
    return found


def settle_two_rows(
    kept: portal_types.Staff, taken: portal_types.Staff, *, by: User, at: portal_types.Instant
) -> None:
    """Two rows of the team are one person: every app settles what one person has but once."""
    for settle in answers().same_person:
        settle(kept, taken, by=by, at=at)


def paper_of(kind: str) -> PaperKind:
    """KeyError for a kind that this version of the portal does not draw."""
    return {paper.kind: paper for paper in answers().papers}[kind]


def upload_at(address: str) -> Upload | None:
    """Who may send how much there; None: nobody anything."""
    return next((one for one in answers().uploads if address.startswith(one.prefix)), None)


def secret_paths() -> tuple[str, ...]:
    """Where what follows in the address is a key; () before the apps are ready."""
    return tuple(_answers.secret_paths) if _answers else ()


def beat_schedule() -> dict[str, dict[str, Any]]:
    return {
        bell.name: {"task": bell.task, "schedule": float(bell.seconds)} for bell in answers().beat
    }


def task_routes() -> Mapping[str, dict[str, str]]:
    """Every task has a queue, those called by hand too."""
    return {task: {"queue": queue} for task, queue in answers().queues.items()}


def task_modules() -> list[str]:
    return answers().task_modules


def urlpatterns(*, development: bool) -> list[portal_types.Address]:
    """The addresses of every app; those of development only where they exist."""
    return [
        path(one.prefix, include(one.module))
        for one in answers().urls
        if development or not one.development
    ]

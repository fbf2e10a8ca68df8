"""In which shapes an app answers the portal (``coeduc.portal``): pages, tasks, parts, finders."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.urls import reverse

from coeduc.chapters import Chapter, MenuPlace

if TYPE_CHECKING:
    from coeduc import portal_types
    from coeduc.access import Capacity, Reader
    from coeduc.french import Words
    from coeduc.http import Request
    from coeduc.registry import Waiting


# No office: who teaches, leads or follows pupils; these, and who finds them by name at least.
FOLLOWS, KNOWS = "FOLLOWS", "KNOWS"
KnownOfPage = TypeVar("KnownOfPage")


@dataclass(frozen=True, slots=True)
class MenuPage:
    """A page in a chapter of a space (of every space, and of who has none, without ``capacity``).

    ``rank`` orders the pages of a chapter; the first is its door. ``under``: where the sub-pages
    have their addresses, besides that of the page itself. ``right``: only for who holds it, by its
    key (an office, ``FOLLOWS``, ``KNOWS``) or by what it answers of a reader: nobody is led to a
    page that is closed to them, or empty.
    """

    capacity: Capacity | None
    chapter: Chapter
    rank: int
    label: Words
    route: str
    under: tuple[str, ...] = ()
    right: str | Callable[[Reader], bool] = ""

    def opens(self, reader: Reader, rights: Collection[str]) -> bool:
        if isinstance(self.right, str):
            return not self.right or self.right in rights
        return self.right(reader)

    @property
    def place(self) -> MenuPlace:
        return MenuPlace(self.chapter, self.rank, self.label, reverse(self.route), self.under)


@dataclass(frozen=True, slots=True)
class PeriodicTask:
    """A task that rings every so many ``seconds``, on one of the queues that have a worker."""

    name: str
    task: str
    seconds: float
    queue: str = "bell"


@dataclass(frozen=True, slots=True)
class Upload:
    """Files are taken under ``prefix``: bytes of a request, of one file, and from whom."""

    prefix: str
    request_bytes: int
    may_send: Callable[[Reader], bool]
    file_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """What a school decides, on «Réglages»; ``rank`` orders them. The route takes the school."""

    rank: int
    label: Words
    route: str


@dataclass(frozen=True, slots=True)
class Included:
    """Addresses of an app, under ``prefix``; ``development``: nowhere else than there."""

    prefix: str
    module: str
    development: bool = False


@dataclass(frozen=True, slots=True)
class Visit(Generic[KnownOfPage]):
    """Somebody opens the first page of a space; ``known``: their jobs, links, the pupil."""

    request: Request
    known: KnownOfPage
    waiting: Mapping[int | None, Waiting]


@dataclass(frozen=True, slots=True)
class Part:
    """What one app shows on a first page, at this ``rank``: ``template`` is given ``card``, frozen.
    ``child``: on whose notebook, on the page of a family."""

    rank: int
    template: str
    card: object = None
    child: int | None = None


@dataclass(frozen=True, slots=True)
class Cards:
    """The parts that one app gives the first page of a space."""

    capacity: Capacity
    parts: Callable[[Visit[Any]], Iterable[Part]]


@dataclass(frozen=True, slots=True)
class LessonAct:
    """What an app offers beside a lesson of today: «+ évaluation»; ``about``: of what, if it has a
    name."""

    label: str
    url: str
    about: str = ""
    symbol: str = ""


@dataclass(frozen=True, slots=True)
class Sought:
    """Somebody of the team looks for something: what was ``typed``, in which schools of theirs.

    ``schools``: their names by key; ``most``: how many are shown. A finder gives one more, if there
    is one, so that the page says that there are others.
    """

    request: Request
    typed: str
    schools: Mapping[int, str]
    most: int

    def where(self, school_id: int) -> str:
        """The school of a row, for who works in several."""
        return self.schools[school_id] if len(self.schools) > 1 else ""


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found, and its page: one tap away."""

    title: str
    detail: str
    url: str


@dataclass(frozen=True, slots=True)
class SearchedKind:
    """What an app finds for the team, through the one door; ``rank`` orders the groups.

    ``more``: the route of the list where the same words may be followed by other filters (``q``):
    it finds by them whatever ``find`` does. ``said``: «un élève», to who may be answered at all
    (``answers_to``). ``example``: what may be typed, between quotation marks. ``by_address``: it
    also finds by an e-mail address, whole.
    """

    rank: int
    label: Words
    find: Callable[[Sought], list[Hit]]
    more: str = ""
    said: Words = ""
    example: Words = ""
    answers_to: Callable[[Reader], bool] = lambda reader: reader.is_staff
    by_address: bool = False


@dataclass(frozen=True, slots=True)
class PaperKind:
    """What is drawn for one kind of batch of letters.

    ``draw(file, at=…)`` gives the file as it was drawn and what it promises, or None when nobody is
    left to write to: then ``nobody`` says why.
    """

    kind: str
    draw: Callable[..., Any]
    nobody: Words


@dataclass(frozen=True, slots=True)
class Acts:
    """Who remembers what a form did, so that it counts once (``coeduc.once``).

    ``claim(user, key, at=…)`` gives an act whose ``led_to`` is empty when it is still to be done;
    ``note(act, led_to)`` once it is, ``forget(act)`` when nothing was.
    """

    claim: Callable[..., portal_types.DoneAct]
    note: Callable[[portal_types.DoneAct, str], None]
    forget: Callable[[portal_types.DoneAct], None]

"""What is asked and what is answered: the words of the table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.access.actors import ANONYMOUS, EVERYBODY, SIGNED_IN

INES, LEO, DRAFT = "Inès’s mark", "Léo’s mark", "a mark not handed back"
CUT = "why an access was cut"
HELD, ASKED = "why a result is held", "what a pupil asks the CPE"
FRESH = "a mark that only the pupil reads yet"
DUE, ADAPTED = "a work of the class", "Inès’s adapted work"
FILE, PRIVATE_FILE = "a file of the class", "a file of Inès’s adapted work"
HIDDEN_FILE, GIVEN = "a file that no family may open", "a file that Inès gave"
LATER, DRAFT_WORK = "a work that families read tomorrow", "a work that is a draft"


@dataclass(frozen=True)
class Answer:
    """All that a person can learn: a status, where they are sent, which marks, what changed."""

    status: int
    to: str = ""
    shows: frozenset[str] = frozenset()
    writes: bool = False


def page(*shows: str, status: int = 200) -> Answer:
    return Answer(status, shows=frozenset(shows))


def sent_to(name: str, *, writes: bool = False) -> Answer:
    return Answer(302, to=name, writes=writes)


PAGE = page()
SIGN_IN = sent_to("sign in, then back here")
ABSENT = Answer(404)
REFUSED = Answer(403)
WRONG_METHOD = Answer(405)
Expected = Mapping[Answer, tuple[str, ...]]

# Nobody is let in before signing in; whoever is, hears that the address takes no such method.
NO_SUCH_METHOD: Expected = {SIGN_IN: (ANONYMOUS,), WRONG_METHOD: SIGNED_IN}
PUBLIC: Expected = {PAGE: EVERYBODY}
NOWHERE: Expected = {ABSENT: EVERYBODY}
PUBLIC_NO_SUCH_METHOD: Expected = {WRONG_METHOD: EVERYBODY}


def nothing(world: Any) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Case:
    """One address. Whoever is not in ``get`` or ``post`` must get a 404, or be asked to sign in."""

    route: str
    get: Expected
    post: Expected = field(default_factory=lambda: NO_SUCH_METHOD)
    arguments: Callable[[Any], dict[str, Any]] = nothing
    query: Callable[[Any], dict[str, str]] = nothing
    data: Callable[[Any], dict[str, str]] = nothing

    def expected(self, method: str, actor: str) -> Answer:
        answers = self.get if method == "GET" else self.post
        found = [answer for answer, actors in answers.items() if actor in actors]
        assert len(found) < 2, f"{self.route}: {actor} is told two things"
        if found:
            return found[0]
        return SIGN_IN if actor == ANONYMOUS else ABSENT


def of_child(name: str) -> Callable[[Any], dict[str, str]]:
    return lambda world: {"enfant": str(getattr(world, name).public_id)}


def of_row(name: str) -> Callable[[Any], dict[str, Any]]:
    return lambda world: {"public_id": getattr(world, name).public_id}

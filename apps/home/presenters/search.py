"""The search of the team: what each app finds, in groups; and the classes, whose page is here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.home import queries as home_queries
from apps.schools import policies
from coeduc import portal
from coeduc.french import capital, typeset
from coeduc.http import Request
from coeduc.letters import key_of
from coeduc.plain_words import words_of
from coeduc.portal import Hit, SearchedKind, Sought

# Of each kind: a page that is read at a glance, whatever the school.
MOST = 10


@dataclass(frozen=True, slots=True)
class SearchGroup:
    """Things of one kind; ``more_url`` where there are others than those shown."""

    title: str
    hits: list[Hit]
    has_more: bool = False
    more_url: str = ""


@dataclass(frozen=True, slots=True)
class SearchPage:
    """``lead`` and ``examples``: what this person may find at all, whatever is typed.

    ``is_short``: too little was typed to look for anything. ``follows``: some pupils are theirs;
    ``knows``: they find pupils by name at least.
    """

    typed: str
    groups: list[SearchGroup]
    lead: str
    examples: str
    follows: bool
    knows: bool
    is_short: bool = False
    address_hint: str = ""

    @property
    def is_empty(self) -> bool:
        """Something was looked for, and nothing is there for this person."""
        return bool(self.typed) and not self.is_short and not self.groups


def search_page(request: Request, typed: str, schools: dict[int, str]) -> SearchPage:
    """A few statements a kind, each for these schools alone; none for what would find nothing."""
    finders = [one for one in portal.answers().search if one.answers_to(request.reader)]
    is_short = _is_short(words_of(typed))
    sought = Sought(request, typed, schools, MOST)
    found = [] if is_short else [(finder, finder.find(sought)) for finder in finders]
    return SearchPage(
        typed,
        [_group(finder, hits, typed) for finder, hits in found if hits],
        lead=_lead(finders),
        examples=typeset(", ".join(str(one.example) for one in finders if one.example)),
        follows=policies.follows_somebody(request.reader),
        knows=policies.knows_pupils(request.reader),
        is_short=is_short and bool(typed),
        address_hint=_address_hint(finders) if "@" in typed else "",
    )


def _address_hint(finders: list[SearchedKind]) -> str:
    """Only who looks after accounts finds somebody so, by the whole address."""
    if any(finder.by_address for finder in finders):
        return typeset(_("Une adresse e-mail se cherche en entier : le début ne suffit pas."))
    return typeset(_("On cherche ici par le nom : une adresse e-mail n’y trouve personne."))


def _lead(finders: list[SearchedKind]) -> str:
    """«Un élève, une classe, un collègue, une évaluation.»"""
    said = ", ".join(str(finder.said) for finder in finders)
    return f"{capital(said)}."


def _is_short(words: list[str]) -> bool:
    """Letters alone would show the whole school; «4 b» is a class, and 李, of one sign, a name."""
    if any(len(word) > 1 or not word.isascii() for word in words):
        return False
    return len(words) < 2 or not any(word.isdigit() for word in words)


def _group(finder: SearchedKind, hits: list[Hit], typed: str) -> SearchGroup:
    has_more = len(hits) > MOST
    more_url = f"{reverse(finder.more)}?{urlencode({'q': typed})}" if finder.more else ""
    return SearchGroup(str(finder.label), hits[:MOST], has_more, more_url if has_more else "")


def find_classes(sought: Sought) -> list[Hit]:
    """Classes with pupils today. The page of the class for who has it, else its pupils.

    A school has few: they are compared here, «4°B» being written as each file likes.
    """
    divisions = home_queries.classes_sought(sought.request.reader, sought.schools)
    words = words_of(sought.typed)
    found = [one for one in divisions if _is_named(one, words)]
    return [_class_hit(one, sought) for one in found[: sought.most + 1]]


def _is_named(division: Any, words: list[str]) -> bool:
    key = key_of(f"{division.code} {division.label}")
    return all(word in key or word in key.replace(" ", "") for word in words)


def _class_hit(division: Any, sought: Sought) -> Hit:
    if division.is_followed:
        url = reverse("home:lead_class", args=[division.public_id])
        words = _("La page de la classe")
    elif not policies.follows_somebody(sought.request.reader):
        url = reverse("schools:class_team", args=[division.public_id])
        words = _("Qui y enseigne, ses élèves")
    else:
        which = {"classe": division.code}
        if len(sought.schools) > 1:
            which["ecole"] = str(division.school.public_id)
        url = f"{reverse('schools:student_list')}?{urlencode(which)}"
        words = _("Ses élèves")
    parts = [words, sought.where(division.school_id)]
    return Hit(division.code, " · ".join(part for part in parts if part), url)


SEARCH = (
    SearchedKind(
        5,
        gettext_lazy("Classes"),
        find_classes,
        said=gettext_lazy("une classe"),
        answers_to=policies.knows_pupils,
    ),
)

"""The hot pages, and who opens each: every measure of pages reads this table.

A page that a person opens every day joins it with the change that makes it
(``docs/contribuer.md``).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coeduc.settings.dev")

import django

django.setup()

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.results.models import Assessment, Result
from apps.schools.enums import Role
from apps.schools.models import Guardian, NotebookAccess, School, Staff, Student
from coeduc import clock
from coeduc.access import Capacity, Reader

# Whom the stories are about: asked first, and alone where one reader is enough.
STORY = {"aissata.diallo", "ines.diallo", "claire.roux", "benedicte.navarre"}


def school() -> School:
    """The one that is measured, whatever others are beside it."""
    return School.objects.order_by("pk")[0]


def _in_order(users: Iterable[Any]) -> list[Any]:
    return sorted(set(users), key=lambda user: (user.username not in STORY, user.pk))


def families() -> list[Any]:
    linked = Guardian.objects.filter(school=school(), user__is_active=True)
    return _in_order(User.objects.filter(pk__in=linked.values("user")))


def pupils() -> list[Any]:
    linked = Student.objects.filter(school=school(), user__is_active=True)
    return _in_order(User.objects.filter(pk__in=linked.values("user")))


def team(*roles: Role) -> list[Any]:
    jobs = Staff.objects.in_force(at=clock.now()).filter(school=school(), posts__role__in=roles)
    return _in_order(User.objects.filter(pk__in=jobs.values("user"), is_active=True))


def teachers() -> list[Any]:
    return team(Role.TEACHER)


def office() -> list[Any]:
    """Who reads the directory and no result."""
    return team(Role.SECRETARY, Role.SCHOOL_LIFE, Role.NURSE)


def relatives() -> list[Any]:
    """Whom a guardian lets read the notebook of a class."""
    given = NotebookAccess.objects.filter(school=school(), user__is_active=True)
    return _in_order(User.objects.filter(pk__in=given.values("user")))


def who_keep_the_day() -> list[Any]:
    return team(Role.SECRETARY, Role.SCHOOL_LIFE, Role.CPE)


def heads() -> list[Any]:
    return team(Role.PRINCIPAL, Role.DEPUTY)


def _reader(user: Any, capacity: Capacity) -> Reader:
    return Reader(user, capacity, clock.now())


def _alone(route: str, user: Any) -> str:
    return reverse(route)


def _of_name(route: str, user: Any) -> str:
    """What is typed before a whole name: two letters that many hold."""
    return f"{reverse(route)}?q=ma"


def _of_school(route: str, user: Any) -> str:
    return reverse(route, args=[school().public_id])


def _of_child(route: str, user: Any) -> str | None:
    """The one of this family that has most results."""
    reader = _reader(user, Capacity.FAMILY)
    results = Result.objects.visible_to(reader, at=reader.at)
    ids = list(results.values_list("student", flat=True))
    if not ids:
        return None
    child = Student.objects.get(pk=max(sorted(set(ids)), key=ids.count))
    return f"{reverse(route)}?enfant={child.public_id}"


def _of_child_by_date(route: str, user: Any) -> str | None:
    address = _of_child(route, user)
    return f"{address}&vue=dates" if address else None


def _of_child_in_a_subject(route: str, user: Any) -> str | None:
    """The subject of which the child has most results."""
    address = _of_child(route, user)
    if address is None:
        return None
    reader = _reader(user, Capacity.FAMILY)
    results = Result.objects.visible_to(reader, at=reader.at)
    mine = results.filter(student__public_id=address.rpartition("=")[2])
    codes = list(mine.values_list("assessment__teaching__subject__code", flat=True))
    return f"{address}&matiere={max(sorted(set(codes)), key=codes.count)}"


def _of_result(route: str, user: Any) -> str | None:
    reader = _reader(user, Capacity.FAMILY)
    result = Result.objects.visible_to(reader, at=reader.at).order_by("-pk").first()
    return reverse(route, args=[result.public_id]) if result else None


def _of_assessment(route: str, user: Any) -> str | None:
    reader = _reader(user, Capacity.STAFF)
    mine = Assessment.objects.visible_to(reader, at=reader.at).filter(author__user=user)
    first = mine.order_by("pk").first()
    return reverse(route, args=[first.public_id]) if first else None


@dataclass(frozen=True)
class Page:
    """``address`` is asked of each reader, and answers None for one who has no such page."""

    name: str
    route: str
    readers: Callable[[], Iterable[Any]]
    address: Callable[[str, Any], str | None] = _alone


PAGES = (
    Page("accueil d’une famille", "home:family_home", families),
    Page("résultats d’un enfant", "results:family_results", families, _of_child),
    Page("résultats par date", "results:family_results", families, _of_child_by_date),
    Page("une matière d’un enfant", "results:family_results", families, _of_child_in_a_subject),
    Page("le trimestre d’un enfant", "results:family_results_print", families, _of_child),
    Page("un résultat", "results:family_result_detail", families, _of_result),
    Page("cahier d’une famille", "homework:family_notebook", families),
    Page("cahier lu par un proche", "home:trusted_home", relatives),
    Page("emploi du temps d’une famille", "homework:family_timetable", families),
    Page("accueil d’un élève", "home:student_home", pupils),
    Page("semaine d’une professeure", "homework:notebook_week", teachers),
    Page("liste des évaluations", "results:assessment_list", teachers),
    Page("grille de notes", "results:assessment_marks", teachers, _of_assessment),
    Page("élèves d’une professeure", "schools:student_list", teachers),
    Page("élèves d’un secrétariat", "schools:student_list", office),
    Page("accueil d’une professeure", "home:staff_home", teachers),
    Page("professeurs absents", "homework:absence_list", who_keep_the_day),
    Page("accueil d’une principale", "home:staff_home", heads),
    Page("recherche d’une professeure", "home:search", teachers, _of_name),
    Page("recherche d’une principale", "home:search", heads, _of_name),
    Page("page de la règle", "publication:rule_adopt", heads, _of_school),
    Page("simulateur", "publication:simulator", heads, _of_school),
)


@dataclass(frozen=True)
class Visit:
    """One reader before one page, already signed in."""

    page: Page
    user: Any
    address: str
    client: Client

    def ask(self) -> HttpResponse:
        response: Any = self.client.get(self.address)
        if response.status_code != 200:
            said = f"{self.address} répond {response.status_code} à {self.user.username}"
            raise SystemExit(f"{self.page.name} : {said}")
        return response


def visits(page: Page, readers: int) -> list[Visit]:
    """The first ``readers`` who have this page: others are sent elsewhere, or have no address."""
    found: list[Visit] = []
    for user in page.readers():
        if len(found) == readers:
            break
        if address := page.address(page.route, user):
            client = Client(HTTP_HOST="localhost")
            client.force_login(user)
            if client.get(address).status_code == 200:
                found.append(Visit(page, user, address, client))
    if not found:
        raise SystemExit(f"{page.name} : personne ne l’ouvre")
    return found


def chosen(word: str) -> list[Page]:
    return [page for page in PAGES if word in page.name]

"""The secretary's first Monday, a substitute from nothing to a published work, the import after.

The taps of each gesture are counted as docs/gestes.md prints them: what is typed apart.
"""

import datetime as dt

import pytest

from apps.homework.models import HomeworkVersion, TimetableSlot
from apps.schools.enums import LinkSource, Role
from apps.schools.imports.services.importing import import_files
from apps.schools.models import Post, Staff, TeachingStaff
from tests.factories.schools import LeadTeacherFactory, StaffFactory, since
from tests.journeys.cast import FATHER, account
from tests.journeys.moments import MONDAY_10, TUESDAY_9, november
from tests.journeys.test_team import CODE, come_in
from tests.schools.imports.files import Folder, member, service

TUESDAY, THURSDAY = 1, 3


class Taps:
    """What one touches, one after the other; ``count`` says how many since the first page."""

    def __init__(self, person):
        self.person, self.count = person, 0

    def on(self, name, **options):
        self.person.follow(name, **options)
        self.count += 1

    def enter(self, text):
        """Typed in a field that is there already, and sent by Enter."""
        field = self.person.page.locator("[name=q]").first
        field.fill(text)
        field.focus()
        self.person.press_enter()
        self.count += 1


@pytest.fixture
def office(cast):
    """Mme Lopez, to whom the head has left the substitutes, and Mme Navarre who heads."""
    for name, first_name, role in (
        ("NAVARRE", "Béa", Role.PRINCIPAL),
        ("LOPEZ", "Ana", Role.SECRETARY),
    ):
        user = account(first_name, name.capitalize())
        StaffFactory(school=cast.school, role=role, user=user, last_name=name)
    Post.objects.exclude(staff=cast.roux).update(source=LinkSource.HAND)
    cast.school.office_names_substitutes = True
    cast.school.save()
    LeadTeacherFactory(division=cast.maths.division, staff=cast.roux, school=cast.school)
    for weekday in (TUESDAY, THURSDAY):
        TimetableSlot.objects.create(
            school=cast.school,
            teaching=cast.maths,
            weekday=weekday,
            starts_at=dt.time(8),
            ends_at=dt.time(8, 55),
            during=since(),
        )


@pytest.mark.parametrize("size", ["desktop"], indirect=True)
def test_on_her_first_monday_a_secretary_finds_whom_to_call_and_who_teaches(
    cast, office, clock, somebody
):
    clock.go(MONDAY_10)
    lopez = somebody()
    lopez.arrive("ana.lopez", "/equipe/")

    taps = Taps(lopez)
    taps.enter("ines")
    taps.on("Diallo Inès")
    assert taps.count == 2
    assert "Konaté" in lopez.text
    assert FATHER["mobile"][-2:] in lopez.text
    assert "GLYCINES" not in lopez.everything.upper()

    lopez.visit("/equipe/")
    taps = Taps(lopez)
    taps.enter("4eb")
    taps.on("4eB")
    assert taps.count == 2
    assert "Qui enseigne en 4eB" in lopez.text
    assert "Roux" in lopez.text


def arrives(lopez):
    """Three taps, then a fourth for the code: Mme Duval stands at the counter."""
    taps = Taps(lopez)
    taps.on("Un remplaçant arrive")
    lopez.page.get_by_text("Mme", exact=True).click()
    lopez.page.get_by_label("Nom", exact=True).fill("Duval")
    lopez.page.get_by_label("Prénom").fill("Inès")
    lopez.page.get_by_label("Remplace").select_option("Roux Alix")
    taps.on("Continuer")
    taps.on("Confirmer")
    assert taps.count == 3
    assert "C’est fait. Mme Duval" in lopez.text
    taps.on("Donner un code")
    return CODE.search(lopez.text).group()


def publishes(duval):
    """On her phone, for the class of this morning: what was done, what is to be done."""
    duval.visit("/equipe/")
    duval.follow("Écrire le cahier de textes de 4eB")
    duval.page.get_by_label("Fait en classe").fill("Les fractions : addition.")
    duval.page.get_by_label("Travail à faire").first.fill("Exercice 4 page 12")
    duval.follow("Publier")


@pytest.mark.parametrize("size", ["phone"], indirect=True)
def test_a_substitute_goes_from_nothing_to_a_published_work_and_no_import_undoes_it(
    cast, office, clock, somebody, tmp_path
):
    clock.go(MONDAY_10)
    lopez = somebody()
    lopez.arrive("ana.lopez", "/equipe/")
    code = arrives(lopez)

    duval = somebody()
    come_in(duval, code)
    clock.go(TUESDAY_9)
    publishes(duval)
    awa = somebody()
    awa.arrive("awa.diallo", "/famille/cahier/")
    assert "Exercice 4 page 12" in awa.everything  # a day that is folded until she opens it

    clock.go(november(23, 9))
    sts_without_the_substitute(cast, tmp_path)
    duval.visit("/equipe/eleves/")
    assert "Diallo" in duval.text
    duval.visit("/equipe/cahier/")
    assert "4eB" in duval.text
    awa.visit("/famille/cahier/")
    lopez.visit("/equipe/")
    lopez.follow("Toute l’équipe")
    assert "remplace Mme Roux" in lopez.text or "remplace M. Roux" in lopez.text


def sts_without_the_substitute(cast, folder):
    """The file of the next Monday names Mme Roux alone, as before she was away."""
    Staff.objects.filter(pk=cast.roux.pk).update(sts_type="epp", sts_id="1")
    files = Folder(folder, uai=cast.school.uai)
    files.staff(
        member(("epp", "1"), last="ROUX"),
        member(("dir", "9"), function="DIR", last="NAVARRE"),
        services=service(cast.maths.subject.code, ("epp", "1")),
    )
    import_files(sorted(folder.glob("*.xml")), at=november(23, 9))
    duval = Staff.objects.get(last_name="Duval")
    assert Post.objects.get(staff=duval).source == LinkSource.HAND
    assert TeachingStaff.objects.get(staff=duval).ended_by is None
    assert HomeworkVersion.objects.filter(by=duval.user).exists()

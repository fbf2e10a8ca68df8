"""«Les aides du collège»: added, said otherwise, closed, and always readable where it was named."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from apps.schools.enums import Role
from apps.support.devices import services
from apps.support.errors import SupportError
from apps.support.models import HelpDevice
from tests.factories.schools import SchoolFactory, StaffFactory
from tests.factories.support import SEPTEMBER, HelpDeviceFactory
from tests.queries import statements

pytestmark = pytest.mark.django_db
NOVEMBER = dt.datetime(2026, 11, 17, 9, tzinfo=dt.UTC)
WORDS = {"kind": "homework_help", "name": "Devoirs faits", "moment": "lundi, 16 h", "place": ""}


@pytest.fixture
def school():
    return SchoolFactory()


@pytest.fixture
def cpe(client, school):
    client.force_login(StaffFactory(school=school, role=Role.CPE).user)
    with time_machine.travel(NOVEMBER, tick=False):
        yield client


def url(name, row):
    return reverse(f"support:{name}", args=[row.public_id])


def test_a_cpe_adds_a_help_that_teachers_may_propose(cpe, school):
    cpe.post(url("device_open", school), WORDS)

    assert str(HelpDevice.objects.proposed().get()) == "Devoirs faits, lundi, 16 h"


def test_two_open_helps_never_carry_the_same_name(cpe, school):
    HelpDeviceFactory(school=school)
    page = cpe.post(url("device_open", school), WORDS | {"name": "devoirs FAITS"})

    assert "Une aide porte déjà ce nom" in page.content.decode()
    assert HelpDevice.objects.count() == 1


def test_new_words_leave_the_old_ones_on_the_results_that_named_them(cpe, school):
    device = HelpDeviceFactory(school=school, moment="mardi, 16 h")
    cpe.post(url("device_edit", device), WORDS)

    device.refresh_from_db()
    assert (device.moment, device.closed_on) == ("mardi, 16 h", dt.date(2026, 11, 17))
    assert HelpDevice.objects.proposed().get().moment == "lundi, 16 h"


def test_on_its_first_day_a_help_is_only_being_written(school):
    device = HelpDeviceFactory(school=school, created_at=NOVEMBER)
    services.change_device(device, at=NOVEMBER, **WORDS)

    assert HelpDevice.objects.get().moment == "lundi, 16 h"


def test_a_closed_help_is_proposed_no_more_and_still_told(cpe, school):
    device = HelpDeviceFactory(school=school)
    cpe.post(url("device_close", device))

    assert not HelpDevice.objects.proposed().exists()
    page = cpe.get(reverse("support:device_list")).content.decode()
    assert "jusqu’au" in page
    assert "17 novembre" in page


def test_a_closed_help_is_not_changed_and_no_other_takes_its_place(cpe, school):
    device = HelpDeviceFactory(school=school, moment="mardi, 16 h", closed_on=dt.date(2026, 10, 1))
    page = cpe.post(url("device_edit", device), WORDS)

    assert "rouvrez-la avant de la changer" in page.content.decode()
    device.refresh_from_db()
    assert (device.moment, device.closed_on) == ("mardi, 16 h", dt.date(2026, 10, 1))
    assert HelpDevice.objects.count() == 1


def test_a_help_closed_the_day_it_was_added_is_not_changed(school):
    device = HelpDeviceFactory(
        school=school, moment="mardi, 16 h", created_at=NOVEMBER, closed_on=NOVEMBER.date()
    )

    with pytest.raises(SupportError, match="rouvrez-la"):
        services.change_device(device, at=NOVEMBER, **WORDS)
    device.refresh_from_db()
    assert device.moment == "mardi, 16 h"


@pytest.mark.parametrize("role", [Role.TEACHER, Role.SCHOOL_LIFE, Role.DIGITAL_REFERENT])
def test_who_does_not_keep_the_list_adds_nothing_to_it(client, school, role):
    client.force_login(StaffFactory(school=school, role=role).user)
    with time_machine.travel(NOVEMBER, tick=False):
        shown = client.get(url("device_open", school))
        sent = client.post(url("device_open", school), WORDS)

    assert (shown.status_code, sent.status_code) == (403, 403)
    assert not HelpDevice.objects.exists()


def test_a_head_adds_nothing_to_the_list_of_another_school(client, school):
    client.force_login(StaffFactory(role=Role.PRINCIPAL).user)
    with time_machine.travel(NOVEMBER, tick=False):
        sent = client.post(url("device_open", school), WORDS)

    assert sent.status_code == 404
    assert not HelpDevice.objects.exists()


def test_a_closed_help_is_proposed_again_with_the_same_words(cpe, school):
    device = HelpDeviceFactory(school=school, closed_on=dt.date(2026, 10, 1))
    cpe.post(url("device_reopen", device))

    assert HelpDevice.objects.proposed().get().place == device.place
    assert HelpDevice.objects.count() == 2


def test_a_teacher_reads_the_list_and_keeps_nothing_of_it(client, school):
    client.force_login(StaffFactory(school=school).user)
    device = HelpDeviceFactory(school=school)
    HelpDeviceFactory(name="Atelier d’à côté")
    with time_machine.travel(NOVEMBER, tick=False):
        page = client.get(reverse("support:device_list")).content.decode()
        refused = client.post(url("device_close", device))

    assert "Devoirs faits" in page
    assert "Atelier d’à côté" not in page
    assert "Modifier" not in page
    assert refused.status_code == 403


def test_an_empty_list_gives_examples_and_says_whom_to_ask(client, school):
    client.force_login(StaffFactory(school=school).user)
    with time_machine.travel(NOVEMBER, tick=False):
        page = client.get(reverse("support:device_list")).content.decode()

    assert "tutorat" in page
    assert "parlez-leur-en" in page


def test_the_list_costs_the_same_with_one_help_and_with_three(cpe, school):
    costs = []
    for names in (["Un"], ["Deux", "Trois"]):
        for name in names:
            HelpDeviceFactory(school=school, name=name, created_at=SEPTEMBER)
        with statements() as asked:
            cpe.get(reverse("support:device_list"))
        costs.append(len(asked))

    assert costs[0] == costs[1]

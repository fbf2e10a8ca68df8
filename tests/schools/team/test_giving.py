"""Somebody is added, looked at, given a post; the office prepares and a head confirms."""

import pytest
from django.urls import reverse

from apps.schools.enums import LinkSource, Role
from apps.schools.models import Post, PreparedPost, Staff, TeachingStaff
from tests.factories.schools import (
    StaffFactory,
    TeachingFactory,
    TeachingStaffFactory,
    since,
)
from tests.schools.team.pages import DAY, NOON, add, address, shown, typed, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


# A substitute -------------------------------------------------------------------------------


def test_a_head_names_a_substitute_after_reading_what_it_opens(signed_in, school, head, away):
    client = signed_in(head)

    look, done = add(client, school, replaces=str(away.public_id))

    assert "et aucune autre" in words(look)
    assert "4eB — Anglais" in words(look)
    assert not Post.objects.filter(role=Role.TEACHER, staff__last_name="Duval", replaces=None)
    post = Post.objects.get(staff__last_name="Duval")
    assert (post.replaces, post.set_by, post.source) == (away, head.user, LinkSource.HAND)
    assert TeachingStaff.objects.filter(staff=post.staff).count() == 2
    assert done.url == reverse("schools:colleague", args=[post.staff.public_id])
    page = words(client.get(done.url))
    assert "Donner un code" in page
    assert "jusqu’au vendredi 18 décembre" in page


def test_looking_writes_nothing(signed_in, school, head, away):
    signed_in(head).post(address("team_add", school), typed(replaces=str(away.public_id)))

    assert not Staff.objects.filter(last_name="Duval").exists()


def test_a_class_that_is_unticked_is_not_taken(signed_in, school, head, away):
    client = signed_in(head)
    look = client.post(address("team_add", school), typed(replaces=str(away.public_id)))
    data = shown(look)
    data["classes"] = data["classes"][:1]

    client.post(address("team_add", school), data | {"confirm": "1"})

    assert TeachingStaff.objects.filter(staff__last_name="Duval").count() == 1


def test_a_class_that_is_not_of_whom_one_replaces_is_never_taken(signed_in, school, head, away):
    """Crafted: of another school, and of a colleague here."""
    client = signed_in(head)
    others = [TeachingStaffFactory().teaching, TeachingFactory(school=school)]
    look = client.post(address("team_add", school), typed(replaces=str(away.public_id)))
    data = shown(look) | {"classes": [str(one.public_id) for one in others], "confirm": "1"}

    client.post(address("team_add", school), data)

    assert Post.objects.filter(staff__last_name="Duval").exists()
    assert not TeachingStaff.objects.filter(staff__last_name="Duval").exists()


def test_whom_one_replaces_is_proposed_from_their_line(signed_in, school, head, away):
    page = signed_in(head).get(address("team_add", school), {"remplace": str(away.public_id)})

    form = page.context["form"]
    assert (form["replaces"].value(), form["function"].value()) == (str(away.public_id), "TEACHER")


def test_what_was_typed_comes_back_with_modifier(signed_in, school, head, away):
    client = signed_in(head)
    look = client.post(address("team_add", school), typed(replaces=str(away.public_id)))

    again = client.post(address("team_add", school), shown(look) | {"change": "1"})

    form = again.context["form"]
    assert form["last_name"].value() == "Duval"
    assert form["replaces"].value() == str(away.public_id)
    assert not Staff.objects.filter(last_name="Duval").exists()


def test_a_double_tap_gives_one_post(signed_in, school, head):
    client = signed_in(head)
    look = client.post(address("team_add", school), typed())
    data = shown(look) | {"confirm": "1"}

    first, second = (client.post(address("team_add", school), data) for _tap in range(2))

    assert first.url == second.url
    assert Staff.objects.filter(last_name="Duval").count() == 1


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"last_name": " "}, "last_name", "Écrivez le nom"),
        ({"civility": ""}, "civility", "Mme ou M."),
        ({"function": ""}, "function", "Choisissez la fonction"),
        ({"function": "KING"}, "function", ""),
        ({"last_day": "2026-11-20"}, "last_day", "passé"),
        ({"first_day": "2026-12-10", "last_day": "2026-12-01"}, "last_day", "avant le premier"),
        ({"first_day": "hier"}, "first_day", "Écrivez une date"),
        ({"email": "pas une adresse"}, "email", ""),
        ({"replaces": "11111111-1111-4111-8111-111111111111"}, "replaces", ""),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(
    signed_in, school, head, change, field, said
):
    response = signed_in(head).post(address("team_add", school), typed(**change) | {"confirm": "1"})

    form = response.context["form"]
    assert said in " ".join(form.errors[field])
    assert form["first_name"].value() == "Inès"
    assert not Staff.objects.filter(first_name="Inès").exists()


def test_the_address_of_a_colleague_is_not_given_to_another(signed_in, school, head, away):
    away.email = "zoe@example.org"
    away.save()

    response = signed_in(head).post(
        address("team_add", school), typed(email="ZOE@example.org", confirm="1")
    )

    assert "déjà celle de Zoé Roux" in " ".join(response.context["form"].errors["email"])


def test_nobody_of_another_school_is_given_a_post_here(signed_in, school, head):
    elsewhere = StaffFactory()
    client = signed_in(head)

    asked = client.get(address("team_add", school), {"personne": str(elsewhere.public_id)})
    sent = client.post(
        address("team_add", school),
        typed(personne=str(elsewhere.public_id), confirm="1"),
    )

    assert (asked.status_code, sent.status_code) == (404, 404)
    assert elsewhere.posts.count() == 1


def test_somebody_of_that_name_is_pointed_out_and_never_decided(signed_in, school, head):
    known = StaffFactory(
        school=school, last_name="DUVAL", first_name="INÈS", during=since(end=NOON - 30 * DAY)
    )
    client = signed_in(head)

    look = client.post(address("team_add", school), typed())
    assert "Une personne de ce nom a travaillé ici : est-ce elle ?" in words(look)
    hers = client.post(
        address("team_add", school), shown(look) | {"personne": str(known.public_id)}
    )
    assert "est-ce elle" not in words(hers)
    client.post(address("team_add", school), shown(hers) | {"confirm": "1"})

    known.refresh_from_db()
    assert NOON in known.during
    assert Staff.objects.filter(school=school, sort_key=known.sort_key).count() == 1


def test_the_same_post_twice_is_refused_on_the_form(signed_in, school, head, away):
    client = signed_in(head)

    response = client.post(
        address("team_add", school),
        typed(personne=str(away.public_id), confirm="1"),
    )

    assert "déjà cette fonction" in " ".join(response.context["form"].non_field_errors())


# Prepared by the office -----------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.DIGITAL_REFERENT])
def test_the_office_prepares_and_a_head_confirms(signed_in, school, head, away, role):
    office = StaffFactory(school=school, role=role)
    look, done = add(signed_in(office), school, replaces=str(away.public_id))
    assert "Mme Tessier doit confirmer" in words(look)
    assert done.url == address("team", school)
    assert not Staff.objects.filter(last_name="Duval").exists()
    page = words(signed_in(office).get(done.url))
    assert "Mme Tessier doit confirmer" in page
    assert "Retirer" in page

    client = signed_in(head)
    page = words(client.get(address("team", school)))
    assert "Mme Inès Duval" in page
    assert "4eB — Anglais et 4eC — Anglais" in page
    prepared = PreparedPost.objects.get()
    confirmed = client.post(address("team_confirm", school, prepared.public_id))

    post = Post.objects.get(staff__last_name="Duval")
    assert confirmed.url == reverse("schools:colleague", args=[post.staff.public_id])
    assert post.set_by == head.user


def test_the_office_never_confirms_what_it_prepared(signed_in, school, head, secretary):
    client = signed_in(secretary)
    add(client, school)
    prepared = PreparedPost.objects.get()

    response = client.post(address("team_confirm", school, prepared.public_id))

    assert response.status_code == 403
    assert not Staff.objects.filter(last_name="Duval").exists()


def test_the_office_withdraws_what_it_prepared(signed_in, school, head, secretary):
    client = signed_in(secretary)
    add(client, school)

    client.post(address("team_set_aside", school, PreparedPost.objects.get().public_id))

    assert not PreparedPost.objects.waiting().exists()
    assert "À confirmer" not in words(client.get(address("team", school)))


def test_a_head_of_another_school_answers_nothing_here(signed_in, school, head, secretary):
    add(signed_in(secretary), school)
    prepared = PreparedPost.objects.get()
    elsewhere = StaffFactory(role=Role.PRINCIPAL)
    client = signed_in(elsewhere)

    answers = [
        client.post(address("team_confirm", where, prepared.public_id)).status_code
        for where in (school, elsewhere.school)
    ]

    assert answers == [404, 404]
    assert PreparedPost.objects.waiting().count() == 1


def test_an_address_taken_meanwhile_is_said_when_confirming(signed_in, school, head, secretary):
    add(signed_in(secretary), school, email="ines@example.org")
    StaffFactory(school=school, email="ines@example.org")
    client = signed_in(head)

    response = client.post(
        address("team_confirm", school, PreparedPost.objects.get().public_id), follow=True
    )

    assert "déjà celle d’une autre personne" in response.content.decode()
    assert PreparedPost.objects.waiting().count() == 1


def test_heads_may_leave_substitutes_to_the_office_and_nothing_else(
    signed_in, school, head, secretary, away
):
    signed_in(head).post(address("team_delegate", school), {"seul": "oui"})
    client = signed_in(secretary)

    add(client, school, replaces=str(away.public_id))
    assert Post.objects.filter(staff__last_name="Duval").exists()
    add(client, school, last_name="Petit", function="CPE", replaces=str(away.public_id))
    assert not Post.objects.filter(staff__last_name="Petit").exists()

    history = words(signed_in(head).get(address("settings_history", school)))
    assert "« la direction confirme » devient « le secrétariat confirme seul »" in history


def test_the_office_does_not_leave_itself_the_substitutes(signed_in, school, head, secretary):
    response = signed_in(secretary).post(address("team_delegate", school), {"seul": "oui"})

    school.refresh_from_db()
    assert (response.status_code, school.office_names_substitutes) == (403, False)


def test_what_waits_is_on_the_first_page_of_the_head_alone(
    signed_in, school, head, secretary, away
):
    add(signed_in(secretary), school)

    pages = {
        person: words(signed_in(person).get(reverse("home:staff_home")))
        for person in (head, secretary, away)
    }

    said = "À confirmer, équipe : Mme Duval, professeure"
    assert [said in pages[person] for person in (head, secretary, away)] == [True, False, False]

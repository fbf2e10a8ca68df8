"""The list of the team, the end of a post, the classes and the page of a colleague."""

import datetime as dt

import pytest
from django.urls import reverse

from apps.schools.enums import Role
from apps.schools.models import Post, Staff, TeachingStaff
from tests.factories.schools import (
    LeadTeacherFactory,
    PostFactory,
    StaffFactory,
    TeachingStaffFactory,
    since,
)
from tests.schools.team.pages import DAY, NOON, add, address, end, typed, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


# The list -------------------------------------------------------------------------------------


def test_the_list_says_what_each_does_until_when_and_instead_of_whom(signed_in, school, head, away):
    client = signed_in(head)
    add(client, school, replaces=str(away.public_id))
    PostFactory(
        staff=StaffFactory(school=school, last_name="PETIT", role__none=""),
        role=Role.CPE,
        during=since(dt.datetime(2026, 11, 30, 23, tzinfo=dt.UTC)),
    )
    StaffFactory(school=school, last_name="PARTIE", during=since(end=NOON - 9 * DAY))

    page = words(client.get(address("team", school)))

    assert "Professeure, jusqu’au vendredi 18 décembre, remplace Mme Roux" in page
    assert "Conseillère principale d’éducation, à partir du mardi 1er décembre" in page
    assert "1 personne qui n’est plus là Partie Alix" in page


def test_a_name_is_found_by_any_part_even_of_who_left(signed_in, school, head):
    StaffFactory(school=school, last_name="LE FÈVRE")
    StaffFactory(school=school, last_name="LEFEBVRE", during=since(end=NOON - 9 * DAY))
    StaffFactory(last_name="LEFEVRE AILLEURS")
    client = signed_in(head)

    page = words(client.get(address("team", school), {"q": "lef"}))

    assert "Lefebvre Alix" in page
    assert "Tessier" not in page
    assert "Ailleurs" not in page
    assert "Fèvre" in words(client.get(address("team", school), {"q": "fevre"}))


@pytest.mark.parametrize("colleagues", [1, 3])
def test_the_list_asks_the_same_whatever_the_number(
    signed_in, school, head, colleagues, django_assert_num_queries
):
    for _n in range(colleagues):
        StaffFactory(school=school)
        StaffFactory(school=school, during=since(end=NOON - 9 * DAY))
    client = signed_in(head)
    client.get(address("team", school))

    with django_assert_num_queries(LIST):
        client.get(address("team", school))


LIST = 14


def test_two_hundred_colleagues_are_several_pages(signed_in, school, head):
    for _n in range(200):
        StaffFactory(school=school, user=None)
    client = signed_in(head)

    first = client.get(address("team", school))

    assert len(first.content) < 120_000
    assert "page=2" in first.content.decode()


@pytest.mark.parametrize("role", [Role.TEACHER, Role.CPE, Role.SCHOOL_LIFE, Role.NURSE])
def test_other_colleagues_do_not_open_the_team(signed_in, school, role):
    client = signed_in(StaffFactory(school=school, role=role))

    answers = [client.get(address(route, school)).status_code for route in ("team", "team_add")]

    assert answers == [403, 403]


# Ending ---------------------------------------------------------------------------------------


def test_what_ends_with_a_post_is_said_before(signed_in, school, head, away):
    LeadTeacherFactory(division=away.teaching_links.first().teaching.division, staff=away)
    post = away.posts.get()

    page = words(signed_in(head).get(address("post_end", school, post.public_id)))

    assert "Ses classes : 4eB — Anglais et 4eC — Anglais." in page
    assert "Professeur principal : 4eB." in page
    assert "ne lira plus rien" in page
    post.refresh_from_db()
    assert post.during.upper is None


def test_a_post_ends_prolongs_and_loses_its_end_with_its_classes(signed_in, school, head, away):
    client, post = signed_in(head), away.posts.get()

    def ends():
        away.refresh_from_db()
        post.refresh_from_db()
        links = {link.during.upper for link in away.teaching_links.all()}
        return {post.during.upper, away.during.upper, *links}

    end(client, post, when="day", last_day="2026-11-27")
    assert ends() == {dt.datetime(2026, 11, 27, 23, tzinfo=dt.UTC)}
    end(client, post, when="day", last_day="2026-12-11")
    assert ends() == {dt.datetime(2026, 12, 11, 23, tzinfo=dt.UTC)}
    end(client, post, when="never")
    assert ends() == {None}
    end(client, post, when="now")
    assert ends() == {NOON}


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({}, "when"),
        ({"when": "day"}, "last_day"),
        ({"when": "day", "last_day": "2026-11-20"}, "last_day"),
        ({"when": "never"}, "when"),  # it has no end
    ],
)
def test_an_end_that_says_nothing_is_refused(signed_in, school, head, away, data, field):
    response = end(signed_in(head), away.posts.get(), **data)

    assert field in response.context["form"].errors
    assert away.posts.get().during.upper is None


def test_the_school_is_not_left_without_a_head(signed_in, school, head):
    response = end(signed_in(head), head.posts.get(), when="now")

    assert "sans direction" in words(response)
    assert head.posts.get().during.upper is None


def test_a_teacher_who_stays_as_something_else_keeps_no_class(signed_in, school, head, away):
    PostFactory(staff=away, role=Role.DIGITAL_REFERENT)
    teacher = away.posts.get(role=Role.TEACHER)
    client = signed_in(head)
    assert "Ses classes" in words(client.get(address("post_end", school, teacher.public_id)))

    end(client, teacher, when="now")

    away.refresh_from_db()
    assert away.during.upper is None
    assert not TeachingStaff.objects.not_over(at=NOON).filter(staff=away).exists()


def test_the_office_ends_nothing(signed_in, school, secretary, away):
    post = away.posts.get()

    assert end(signed_in(secretary), post, when="now").status_code == 403
    post.refresh_from_db()
    assert post.during.upper is None


def test_a_post_of_another_school_is_not_ended_from_here(signed_in, school, head):
    theirs = StaffFactory().posts.get()

    response = signed_in(head).post(address("post_end", school, theirs.public_id), {"when": "now"})

    assert response.status_code == 404
    theirs.refresh_from_db()
    assert theirs.during.upper is None


def test_of_two_who_direct_one_is_the_principal(signed_in, school):
    mine, other = (StaffFactory(school=school, role=Role.DEPUTY) for _n in range(2))
    client = signed_in(mine)
    page = reverse("schools:colleague", args=[other.public_id])
    assert "C’est la principale" in words(client.get(page))

    client.post(address("team_principal", school, other.public_id))

    held = Post.objects.in_force(at=NOON).get(staff=other)
    assert (held.role, held.set_by) == (Role.PRINCIPAL, mine.user)
    assert "C’est la principale" not in words(client.get(page))


# Classes, and the page of a colleague ------------------------------------------------------------


def test_classes_are_given_and_taken_back(signed_in, school, head, away):
    other = StaffFactory(school=school)
    teaching = away.teaching_links.first().teaching
    client, page = signed_in(head), address("team_classes", school, other.public_id)

    client.post(
        page,
        {
            "enseignements": [str(teaching.public_id)],
            "classe": str(teaching.division.public_id),
        },
    )
    said = words(client.get(page))
    assert "4eB — Anglais" in said
    assert "Professeur principal de la 4eB" in said
    client.post(
        address("team_class_end", school, other.public_id),
        {"enseignement": str(teaching.public_id)},
    )

    assert not TeachingStaff.objects.not_over(at=NOON).filter(staff=other).exists()
    assert other.lead_links.get().during.upper is None
    assert TeachingStaff.objects.in_force(at=NOON).filter(staff=away).count() == 2


def test_a_class_of_another_school_is_not_given(signed_in, school, head, away):
    theirs = TeachingStaffFactory().teaching

    response = signed_in(head).post(
        address("team_classes", school, away.public_id),
        {"enseignements": [str(theirs.public_id)]},
    )

    assert "enseignements" in response.context["form"].errors
    assert TeachingStaff.objects.filter(staff=away).count() == 2


def test_the_page_of_a_colleague_tells_what_was_decided_and_by_whom(signed_in, school, head):
    client = signed_in(head)
    _look, done = add(client, school)
    post = Post.objects.get(staff__last_name="Duval")
    end(client, post, when="day", last_day="2026-12-04")

    page = words(client.get(done.url))

    name = head.user.get_full_name()
    assert f"{name} : « professeure » donné, jusqu’au vendredi 18 décembre." in page
    assert f"{name} : « professeure » finit le vendredi 4 décembre." in page


def test_a_colleague_reads_nothing_of_who_decided(signed_in, school, head, away):
    client = signed_in(head)
    _look, done = add(client, school, email="ines@example.org")

    page = words(signed_in(away).get(done.url))

    assert "Mme Inès Duval" in page
    for hidden in ("Décidé", "Donner", "code", "ines@example.org", "Mettre fin"):
        assert hidden not in page


def test_who_left_keeps_a_page_for_who_looks_after_the_team(signed_in, school, head, away):
    gone = StaffFactory(school=school, last_name="PARTIE", during=since(end=NOON - 9 * DAY))
    page = reverse("schools:colleague", args=[gone.public_id])

    assert signed_in(head).get(page).status_code == 200
    assert signed_in(away).get(page).status_code == 404


def test_the_address_of_the_team_leads_to_that_of_ones_school(signed_in, school, head, away):
    assert "Roux Zoé" in words(signed_in(head).get(reverse("schools:teams")))
    assert signed_in(away).get(reverse("schools:teams")).status_code == 403


def test_who_looks_after_two_schools_finds_both(signed_in, school, head):
    there = StaffFactory(user=head.user, role=Role.PRINCIPAL).school

    page = signed_in(head).get(address("team", school)).content.decode()

    assert address("team", there) in page


def test_an_account_asks_again_who_it_is_before_it_gives_a_right(client, school, head):
    client.force_login(head.user)

    response = client.post(address("team_add", school), typed(confirm="1"))

    assert response.url.startswith(reverse("account_reauthenticate"))
    assert not Staff.objects.filter(last_name="Duval").exists()


def test_nothing_chosen_is_not_said_done(signed_in, school, head, away):
    response = signed_in(head).post(address("team_classes", school, away.public_id), {})

    assert "Choisissez au moins une classe" in words(response)
    assert "C’est fait" not in words(response)


def test_who_left_is_given_no_class(signed_in, school, head, away):
    gone = StaffFactory(school=school, during=since(end=NOON - 9 * DAY))
    teaching = away.teaching_links.first().teaching

    response = signed_in(head).post(
        address("team_classes", school, gone.public_id),
        {"enseignements": [str(teaching.public_id)], "classe": str(teaching.division.public_id)},
    )

    assert "donnez-lui d’abord une fonction" in words(response)
    assert not TeachingStaff.objects.filter(staff=gone).exists()


# A mistake, and who left ----------------------------------------------------------------------


def colleague_page(client, person):
    return client.get(reverse("schools:colleague", args=[person.public_id]))


def test_a_post_ended_by_mistake_is_given_back_from_the_page_that_says_so(
    signed_in, school, head, away
):
    client, post = signed_in(head), away.posts.get()
    there = end(client, post, when="now").url
    back = address("post_give_back", school, post.public_id)

    page = client.get(there)
    assert "Annuler rend la fonction telle qu’elle était, avec ses classes." in words(page)
    assert f'action="{back}"' in page.content.decode()
    said = words(client.post(back, follow=True))

    assert "C’est fait. Mme Roux : professeure." in said
    assert "Annuler" not in said
    assert "Ses classes : 4eB — Anglais et 4eC — Anglais." in said


def test_what_cannot_be_given_back_any_more_says_so(signed_in, school, head, away):
    client, post = signed_in(head), away.posts.get()
    end(client, post, when="now")
    PostFactory(staff=away, role=Role.NURSE, during=since(NOON))

    said = words(client.post(address("post_give_back", school, post.public_id), follow=True))

    assert "Autre chose a été décidé depuis" in said
    assert away.posts.get(pk=post.pk).during.upper == NOON


def test_the_office_gives_nothing_back(signed_in, school, head, secretary, away):
    post = away.posts.get()
    end(signed_in(head), post, when="now")
    client = signed_in(secretary)

    assert "Une erreur" not in words(colleague_page(client, away))
    assert client.post(address("post_give_back", school, post.public_id)).status_code == 403
    assert away.posts.get().during.upper == NOON


def test_a_post_of_another_school_is_not_given_back_from_here(signed_in, school, head):
    theirs = StaffFactory().posts.get()

    answer = signed_in(head).post(address("post_give_back", school, theirs.public_id))

    assert answer.status_code == 404


def test_who_left_is_told_with_what_they_did_and_the_way_back(signed_in, school, head, away):
    client = signed_in(head)
    end(client, away.posts.get(), when="now")
    give = f"{address('team_add', school)}?personne={away.public_id}"

    found = client.get(address("team", school), {"q": "roux"})
    page = colleague_page(client, away)

    for answer in (found, page):
        assert "A quitté l’équipe le mardi 24 novembre." in words(answer)
        assert "Professeure, jusqu’au mardi 24 novembre" in words(answer)
        assert give in answer.content.decode()
    assert client.get(give).status_code == 200
    assert f"· {school.name}" not in words(page)


def test_whose_only_post_was_cancelled_before_it_began_is_found_again(signed_in, school, head):
    client = signed_in(head)
    add(client, school, first_day="2026-12-01")
    end(client, Post.objects.get(staff__last_name="Duval"), when="now")

    found = words(client.get(address("team", school), {"q": "duval"}))

    assert "Duval Inès Sa fonction a été annulée avant son premier jour." in found


def test_the_search_of_the_team_finds_who_left_for_who_looks_after_it_alone(
    signed_in, school, head, secretary, away
):
    end(signed_in(head), away.posts.get(), when="now")
    StaffFactory(last_name="ROUX-AILLEURS", during=since(end=NOON - 9 * DAY))
    search = reverse("home:search")
    asked = [
        (one, signed_in(one).get(search, {"q": "roux"}))
        for one in (head, secretary, StaffFactory(school=school, last_name="AUTRE"))
    ]

    known = {one.last_name: "A quitté l’équipe le" in words(answer) for one, answer in asked}

    assert known == {"TESSIER": True, "BUREAU": True, "AUTRE": False}
    assert not any("Ailleurs" in words(answer) for _one, answer in asked)


@pytest.mark.parametrize(
    ("reader", "said"),
    [
        ("head", "Pour lui donner un code, donnez-lui d’abord une fonction."),
        ("secretary", "il faut d’abord une fonction, que la direction confirme."),
    ],
)
def test_who_left_has_no_code_and_each_reads_what_they_can_do(
    signed_in, school, request, reader, said
):
    gone = StaffFactory(school=school, user=None, during=since(end=NOON - 9 * DAY))

    page = words(colleague_page(signed_in(request.getfixturevalue(reader)), gone))

    assert said in page
    assert "Voyez avec la direction" not in page


@pytest.mark.parametrize("route", ["team_classes", "team_class_end", "team_principal"])
def test_a_person_of_another_school_does_not_exist_here(signed_in, school, head, route):
    theirs = StaffFactory(last_name="AILLEURS", role=Role.DEPUTY)

    answer = signed_in(head).post(address(route, school, theirs.public_id), {"classe": "x"})

    assert answer.status_code == 404
    assert "Ailleurs" not in answer.content.decode()


def test_the_classes_of_a_person_of_another_school_are_not_read_here(signed_in, school, head):
    theirs = StaffFactory(last_name="AILLEURS")

    answer = signed_in(head).get(address("team_classes", school, theirs.public_id))

    assert answer.status_code == 404


@pytest.mark.parametrize("posts", [1, 3])
def test_the_page_of_a_colleague_asks_the_same_whatever_they_do(
    signed_in, school, head, away, posts, django_assert_num_queries
):
    for role in [Role.NURSE, Role.DIGITAL_REFERENT][: posts - 1]:
        PostFactory(staff=away, role=role)
    client = signed_in(head)
    colleague_page(client, away)

    with django_assert_num_queries(COLLEAGUE):
        colleague_page(client, away)


@pytest.mark.parametrize("colleagues", [1, 3])
def test_the_page_that_adds_asks_the_same_whatever_the_number(
    signed_in, school, head, colleagues, django_assert_num_queries
):
    for _n in range(colleagues):
        StaffFactory(school=school)
    client = signed_in(head)
    client.get(address("team_add", school))

    with django_assert_num_queries(ADD):
        client.get(address("team_add", school))


COLLEAGUE = 21
ADD = 9


@pytest.mark.parametrize(
    ("number", "said", "hidden"),
    [
        ("", "Ce nom a été saisi par le collège.", "vient des fichiers"),
        ("1204", "Ce nom vient des fichiers du collège.", "saisi par le collège"),
    ],
)
def test_who_was_added_by_hand_reads_that_the_school_typed_their_name(
    signed_in, school, number, said, hidden
):
    person = StaffFactory(school=school, sts_type="epp", sts_id=number)

    page = words(signed_in(person).get(reverse("own_account:account")))

    assert said in page
    assert hidden not in page


def test_teachers_come_first_among_those_whom_somebody_replaces(signed_in, school, head, away):
    """A nurse named before them in the alphabet comes after; the answer is not said optional."""
    StaffFactory(school=school, role=Role.NURSE, last_name="AAA", first_name="Zoé")
    client = signed_in(head)

    page = client.get(reverse("schools:team_add", args=[school.public_id]) + "?remplacement=1")

    keys = [key for key, _label in page.context["form"].fields["replaces"].choices]
    assert keys[1] == str(away.public_id)

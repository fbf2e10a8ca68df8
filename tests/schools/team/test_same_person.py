"""A name put right; two rows of one person made one, and nothing of either lost."""

import datetime as dt

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from apps.homework.models import Lesson
from apps.schools.enums import LinkSource, Role
from apps.schools.errors import TeamError
from apps.schools.models import LeadTeacher, Post, Staff, TeachingStaff
from apps.schools.team.inputs import Newcomer, PostWish
from apps.schools.team.services import ends, names, posts, prepared, same_person
from tests.factories.accounts import UserFactory
from tests.factories.schools import (
    RENTREE,
    DivisionFactory,
    LeadTeacherFactory,
    StaffFactory,
    TeachingFactory,
    TeachingStaffFactory,
)
from tests.schools.team.pages import DAY, NOON, address, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
DUVAL = Newcomer("MME", "DUVAL", "Inès", "ines.duval@example.org")
FRIDAY = NOON.date() + dt.timedelta(days=10)


@pytest.fixture
def typed(school, head, away):
    """A substitute of this morning, with an account, a class and a lesson already written."""
    post = posts.give_post(
        PostWish(
            DUVAL,
            Role.TEACHER,
            NOON.date(),
            FRIDAY,
            replaces=away,
            teachings=(away.teaching_links.first().teaching,),
        ),
        school=school,
        by=head.user,
        at=NOON,
    )
    person = post.staff
    person.user = UserFactory(first_name="Inès", last_name="Duval")
    person.save()
    return person


@pytest.fixture
def of_the_file(school, typed):
    """The same name in the file of the next Monday, with the class and another one."""
    person = StaffFactory(
        school=school,
        user=None,
        first_name="Inès",
        last_name="DUVAL",
        sort_key=typed.sort_key,
        sts_type="eppsup",
        sts_id="90001",
    )
    TeachingStaffFactory(teaching=typed.teaching_links.get().teaching, staff=person)
    other = TeachingFactory(school=school, division=DivisionFactory(school=school, code="3eA"))
    TeachingStaffFactory(teaching=other, staff=person)
    LeadTeacherFactory(school=school, division=other.division, staff=person)
    return person


def unite(one, other, head, *, at=NOON):
    return same_person.unite(one, other, by=head.user, at=at)


def lives(links):
    """When each held, where it came from, who gave it."""
    return [
        (link.during.lower, link.during.upper, link.source, link.set_by)
        for link in links.select_related("set_by").order_by("during")
    ]


# Two rows -------------------------------------------------------------------------------------


@pytest.mark.parametrize("first", ["typed", "file"])
def test_what_was_typed_stays_and_takes_all_that_the_file_gave(typed, of_the_file, head, first):
    """Whichever page one came from. What the file said before stays said, and the end said here."""
    post = typed.posts.get()
    pair = (typed, of_the_file) if first == "typed" else (of_the_file, typed)

    kept = unite(*pair, head)

    assert kept.pk == typed.pk
    assert not Staff.objects.filter(pk=of_the_file.pk).exists()
    assert (kept.sts_type, kept.sts_id, kept.user_id) == ("eppsup", "90001", typed.user_id)
    assert kept.email == "ines.duval@example.org"
    assert lives(Post.objects.filter(staff=kept)) == [
        (RENTREE, NOON, LinkSource.FILE, None),
        (NOON, post.during.upper, LinkSource.HAND, head.user),
    ]
    assert Post.objects.get(staff=kept, source=LinkSource.HAND).pk == post.pk
    taught = TeachingStaff.objects.filter(staff=kept)
    assert lives(taught.filter(teaching__division__code="3eA")) == [
        (RENTREE, None, LinkSource.FILE, None)
    ]
    assert lives(taught.filter(teaching__division__code="4eB")) == [
        (RENTREE, NOON, LinkSource.FILE, None),
        (NOON, post.during.upper, LinkSource.HAND, head.user),
    ]
    assert LeadTeacher.objects.get(staff=kept).division.code == "3eA"


def test_what_is_over_ends_nothing_that_the_file_goes_on_with(typed, of_the_file, head):
    """The post typed here ended yesterday, with its class; the file still names them today."""
    LeadTeacherFactory(
        school=typed.school,
        division=typed.teaching_links.get().teaching.division,
        staff=typed,
        during=typed.posts.get().during,
        source=LinkSource.HAND,
    )
    LeadTeacherFactory(
        school=typed.school,
        division=typed.teaching_links.get().teaching.division,
        staff=of_the_file,
    )
    ends.end_post(typed.posts.get(), last_day=None, by=head.user, at=NOON + DAY)
    typed.refresh_from_db()

    kept = unite(typed, of_the_file, head, at=NOON + 2 * DAY)

    for links in (
        Post.objects.filter(staff=kept),
        TeachingStaff.objects.filter(staff=kept, teaching__division__code="4eB"),
        LeadTeacher.objects.filter(staff=kept, division__code="4eB"),
    ):
        before, ended, after = links.order_by("during")
        assert (before.during.lower, before.during.upper) == (RENTREE, NOON)
        assert (ended.during.lower, ended.during.upper) == (NOON, NOON + DAY)
        assert (after.during.lower, after.during.upper) == (NOON + DAY, None)
        assert [one.source for one in links.order_by("during")] == ["FILE", "HAND", "FILE"]
        assert [one.ended_by for one in (before, ended, after)] == [None, head.user, None]
    assert kept.during.upper is None


def test_a_post_to_come_takes_nothing_from_who_is_at_work_today(typed, of_the_file, head):
    later = DateTimeTZRange(NOON + 5 * DAY, None)
    typed.posts.update(during=later)
    typed.teaching_links.update(during=later)

    kept = unite(typed, of_the_file, head)

    assert lives(Post.objects.filter(staff=kept)) == [
        (RENTREE, NOON + 5 * DAY, LinkSource.FILE, None),
        (NOON + 5 * DAY, None, LinkSource.HAND, head.user),
    ]
    assert TeachingStaff.objects.in_force(at=NOON).filter(staff=kept).count() == 2


def test_a_post_given_here_to_the_row_of_the_file_goes_before_it_too(typed, of_the_file, head):
    typed.posts.update(source=LinkSource.FILE, set_by=None)
    of_the_file.posts.update(source=LinkSource.HAND, set_by=head.user)

    kept = unite(typed, of_the_file, head)

    assert lives(Post.objects.filter(staff=kept)) == [(RENTREE, None, LinkSource.HAND, head.user)]


def test_the_end_said_here_of_what_the_file_gave_stands(typed, of_the_file, head):
    typed.posts.update(source=LinkSource.FILE, set_by=None, during=DateTimeTZRange(RENTREE, None))
    until = DateTimeTZRange(RENTREE, NOON + 3 * DAY)
    of_the_file.posts.update(during=until, ended_by=head.user)

    kept = unite(typed, of_the_file, head)

    post = Post.objects.get(staff=kept)
    assert (post.during, post.source, post.ended_by) == (until, LinkSource.FILE, head.user)


def test_what_is_cut_short_by_the_other_was_ended_by_nobody(typed, of_the_file, head):
    typed.posts.update(during=DateTimeTZRange(NOON, None))
    until = DateTimeTZRange(RENTREE, NOON + 3 * DAY)
    of_the_file.posts.update(during=until, ended_by=head.user)

    kept = unite(typed, of_the_file, head)

    before, given = Post.objects.filter(staff=kept).order_by("during")
    assert (before.during.upper, before.ended_by) == (NOON, None)
    assert (given.during.upper, given.ended_by) == (None, None)


def test_a_post_that_was_prepared_and_is_inside_another_keeps_its_answer(school, head, secretary):
    """Two rows typed here: the post that the office prepared is that of the other row."""
    first = StaffFactory(school=school, sort_key="duval ines")
    wish = PostWish(DUVAL, Role.TEACHER, NOON.date(), None)
    asked = prepared.prepare(wish, school=school, by=secretary.user, at=NOON)
    post = prepared.confirm(asked, by=head.user, at=NOON)
    Staff.objects.filter(pk__in=(first.pk, post.staff_id)).update(sort_key="duval ines", sts_id="")
    first.posts.update(source=LinkSource.HAND)
    first.refresh_from_db()

    unite(first, Staff.objects.get(pk=post.staff_id), head)

    asked.refresh_from_db()
    assert (asked.answered_by, asked.answered_at, asked.post) == (head.user, NOON, None)


def test_who_is_to_replace_the_other_is_another_person_too(typed, of_the_file, head, secretary):
    wish = PostWish(typed, Role.CPE, NOON.date(), None, replaces=of_the_file)
    prepared.prepare(wish, school=typed.school, by=secretary.user, at=NOON)

    with pytest.raises(TeamError, match="deux personnes"):
        unite(typed, of_the_file, head)


def test_one_stays_as_long_as_either_did(typed, of_the_file, head):
    typed.during = DateTimeTZRange(NOON, NOON + DAY)
    typed.save()
    of_the_file.during = DateTimeTZRange(RENTREE, NOON + 5 * DAY)
    of_the_file.save()

    kept = unite(typed, of_the_file, head)

    kept.refresh_from_db()
    assert (kept.during.lower, kept.during.upper) == (RENTREE, NOON + 5 * DAY)


def test_the_address_of_the_other_row_is_kept_where_this_one_has_none(typed, of_the_file, head):
    typed.email, of_the_file.email = "", "inesd@example.org"
    typed.save()
    of_the_file.save()

    kept = unite(typed, of_the_file, head)

    kept.refresh_from_db()
    assert kept.email == "inesd@example.org"


def test_what_either_wrote_and_who_is_said_to_replace_them_follow(school, typed, of_the_file, head):
    teaching = of_the_file.teaching_links.last().teaching
    written = Lesson.objects.create(
        school=school, teaching=teaching, day=NOON.date(), author=of_the_file, created_at=NOON
    )
    stand_in = StaffFactory(school=school)
    stand_in.posts.update(replaces=of_the_file)

    kept = unite(typed, of_the_file, head)

    written.refresh_from_db()
    assert written.author == kept
    assert stand_in.posts.get().replaces == kept


def test_an_account_opened_under_the_number_of_the_file_is_kept(typed, of_the_file, head):
    opened, typed.user = UserFactory(), None
    typed.save()
    of_the_file.user = opened
    of_the_file.save()

    assert unite(typed, of_the_file, head).user == opened


def test_one_account_over_both_rows_is_one_account(typed, of_the_file, head):
    of_the_file.user = typed.user
    of_the_file.save()

    assert unite(typed, of_the_file, head).user == typed.user


def test_two_accounts_are_two_people_until_somebody_says_otherwise(typed, of_the_file, head):
    of_the_file.user = UserFactory()
    of_the_file.save()

    with pytest.raises(TeamError, match="son compte"):
        unite(typed, of_the_file, head)

    assert Staff.objects.filter(pk__in=(typed.pk, of_the_file.pk)).count() == 2


def test_two_numbers_of_the_file_are_not_united_here(typed, of_the_file, head):
    typed.sts_type, typed.sts_id = "epp", "1"
    typed.save()

    with pytest.raises(TeamError, match="STS-WEB"):
        unite(typed, of_the_file, head)


def test_who_replaces_the_other_is_another_person(typed, of_the_file, head):
    typed.posts.update(replaces=of_the_file)

    with pytest.raises(TeamError, match="deux personnes"):
        unite(typed, of_the_file, head)


@pytest.mark.parametrize("apart", ["name", "school"])
def test_another_name_or_another_school_is_never_united(typed, head, apart):
    other = StaffFactory(
        **({"school": typed.school} if apart == "name" else {"sort_key": typed.sort_key})
    )

    with pytest.raises(TeamError, match="même nom"):
        unite(typed, other, head)


def test_the_same_yes_twice_is_said(typed, of_the_file, head):
    unite(typed, of_the_file, head)

    with pytest.raises(TeamError, match="déjà réunies"):
        unite(typed, of_the_file, head)


def test_a_head_compares_unites_and_reads_who_did(signed_in, school, typed, of_the_file, head):
    client = signed_in(head)
    page = words(client.get(address("colleague", typed)))
    there = address("team_unite", school, typed.public_id, of_the_file.public_id)
    look = words(client.get(there))
    done = words(client.post(there, follow=True))

    assert "Deux lignes, la même personne ?" in page
    assert "Saisie au collège, a un compte." in look
    assert "Nommée par le fichier national, n’a pas de compte." in look
    assert "Cela ne se défait pas" in look
    assert "n’a plus qu’une ligne" in done
    assert "réunies le" in done
    assert "Deux lignes, la même personne ?" not in done


def test_the_office_sees_the_question_and_not_the_gesture(
    signed_in, school, typed, of_the_file, secretary
):
    client = signed_in(secretary)
    page = words(client.get(address("colleague", typed)))
    refused = client.post(address("team_unite", school, typed.public_id, of_the_file.public_id))

    assert "La direction peut les réunir." in page
    assert "Les comparer" not in page
    assert refused.status_code == 403
    assert Staff.objects.filter(pk=of_the_file.pk).exists()


def test_two_people_of_the_file_with_one_name_are_not_asked_about(signed_in, school, head):
    one, __ = (
        StaffFactory(
            school=school, last_name="PETIT", sort_key="petit", sts_type="epp", sts_id=number
        )
        for number in ("1", "2")
    )

    page = words(signed_in(head).get(address("colleague", one)))

    assert "la même personne" not in page


# A name ---------------------------------------------------------------------------------------

RIGHT = Newcomer("MME", "DUVALLE", "Agnès")


def test_a_name_is_put_right_with_the_account_opened_under_it(typed):
    person = names.correct_name(typed, RIGHT, at=NOON)

    person.user.refresh_from_db()
    assert str(person) == "Agnès Duvalle"
    assert person.sort_key == "duvalle agnes"
    assert person.user.get_full_name() == "Agnès Duvalle"


def test_an_account_that_says_another_name_is_left_alone(typed):
    """A mother of the school, say: her family name is that of other files."""
    typed.user.last_name = "Sylla"
    typed.user.save()

    names.correct_name(typed, RIGHT, at=NOON)

    typed.user.refresh_from_db()
    assert typed.user.get_full_name() == "Inès Sylla"


def test_a_name_of_the_file_is_corrected_in_the_file(of_the_file):
    with pytest.raises(TeamError, match="STS-WEB"):
        names.correct_name(of_the_file, RIGHT, at=NOON)

    of_the_file.refresh_from_db()
    assert of_the_file.last_name == "DUVAL"


NAME = {"civility": "MME", "last_name": "DUVALLE", "first_name": "Agnès"}


def test_the_office_corrects_a_name_until_an_account_is_opened(signed_in, school, typed, secretary):
    there = address("team_name", school, typed.public_id)
    user, typed.user = typed.user, None
    typed.save()
    client = signed_in(secretary)

    done = words(client.post(there, NAME, follow=True))
    typed.user = user
    typed.save(update_fields=["user"])
    refused = client.post(there, NAME | {"last_name": "AUTRE"})

    assert "C’est corrigé : Agnès Duvalle." in done
    assert refused.status_code == 403
    typed.refresh_from_db()
    assert typed.last_name == "DUVALLE"


def test_an_empty_name_is_asked_for_again(signed_in, school, typed, head):
    page = words(
        signed_in(head).post(
            address("team_name", school, typed.public_id), NAME | {"last_name": ""}
        )
    )

    assert "Écrivez le nom." in page
    typed.refresh_from_db()
    assert typed.last_name == "DUVAL"

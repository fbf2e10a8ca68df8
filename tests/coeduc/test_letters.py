"""Letters that Unicode keeps whole have keys too: order, look-up, sign-in names, names of files."""

from importlib import import_module

import pytest
from django.apps import apps

from apps.accounts.own_account.services.accounts import proposed_username
from apps.files.rules.names import plain as plain_file_name
from apps.schools.models import Student
from apps.schools.names import readable_name, sort_key
from coeduc.french import of_name
from coeduc.letters import plain, spelled
from tests.factories.schools import GuardianFactory, StudentFactory


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Łoś", "los"),
        ("ØREGAARD", "oregaard"),
        ("Đinh", "dinh"),
        ("Ðorir", "dorir"),
        ("ÞORN", "thorn"),
        ("Yıldız", "yildiz"),
        ("İpek", "ipek"),
        ("Ħal-Far", "hal far"),
        ("Ŧuovla", "tuovla"),
        ("Ŋoni", "noni"),
        ("Æbelø", "aebelo"),
        ("Cœuré", "coeure"),
        ("Weiß", "weiss"),
        ("Əsgər", "esger"),
        ("Ɓuwa", "buwa"),
        ("Ǿ", "o"),
    ],
)
def test_a_letter_with_a_stroke_has_the_key_of_its_base(name, key):
    assert sort_key(name) == key
    assert sort_key(name.lower()) == sort_key(name.upper()) or "ß" in name


@pytest.mark.parametrize(
    ("one", "other"),
    [("李 伟", "王 芳"), ("李 Wei", "王 Wei"), ("Иван", "Олег"), ("Ελένη", "Νίκος")],
)
def test_two_people_of_another_alphabet_have_two_keys(one, other):
    assert sort_key(one) != sort_key(other)
    assert sort_key(one).split()


@pytest.mark.parametrize(
    ("shouted", "read"),
    [("ŞAHİN", "Şahin"), ("ƏLİYEV-İPEK", "Əliyev-İpek"), ("ÉLÉONORE", "Éléonore")],
)
def test_a_name_in_capitals_is_read_without_a_stray_dot(shouted, read):
    assert readable_name(shouted) == read


def test_what_is_no_latin_letter_is_left_to_the_caller():
    assert plain("Иван 3") == "иван 3"


def test_capitals_are_kept_where_a_file_shows_them():
    assert (spelled("Łukasz ØRN"), plain_file_name("ŁOŚ-Þóra")) == ("Lukasz ORN", "LOS-Thora")


def test_a_stroke_does_not_change_the_little_words_of_french():
    assert of_name("Øyvind") == "d’Øyvind"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("first", "last", "username"),
    [("Łucja", "Øst", "lost"), ("Ömer", "Işık", "oisik"), ("Þór", "Đặng", "tdang")],
)
def test_a_sign_in_name_keeps_every_letter(first, last, username):
    assert proposed_username(first, last) == username


@pytest.mark.django_db
def test_typed_without_strokes_a_pupil_is_found():
    student = StudentFactory(first_name="Łucja", last_name="Sørby")

    assert list(Student.objects.matching("lucja sorby")) == [student]
    assert list(Student.objects.matching("Łucja")) == [student]


@pytest.mark.django_db
def test_keys_already_kept_are_computed_again():
    before = import_module("apps.schools.migrations.0007_keys_of_letters_with_strokes")
    wrong = StudentFactory(first_name="Ana", last_name="Łoś", sort_key="os ana")
    right = StudentFactory(first_name="Zoé", last_name="Orme")
    married = GuardianFactory(first_name="Eva", last_name="Ørn", sort_key="rn eva")

    before.compute_again(apps, None)

    for person, key in ((wrong, "los ana"), (right, "orme zoe"), (married, "orn eva")):
        person.refresh_from_db()
        assert person.sort_key == key

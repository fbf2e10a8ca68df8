"""A line of the grid says what Django's own widgets would of its fields, whatever they hold."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.http import QueryDict
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from apps.results.marks.forms.grid import MarksForm, whole_names
from apps.results.marks.presenters.cells import SHORT, shortened
from apps.results.models import Assessment, Result, ResultVersion
from apps.schools.models import Student
from apps.support.models import HelpDevice
from coeduc.french import typeset
from tests.factories.results import ResultVersionFactory
from tests.factories.schools import EnrolmentFactory, StudentFactory
from tests.world import LONG_AFTER, build_world

AT = dt.datetime(2026, 11, 29, 10, tzinfo=dt.UTC)
HOSTILE = (
    "</textarea><script>",
    '" onfocus="x',
    "' x='",
    "<b>",
    "&amp;",
    "\nd’abord",
    "&lt;td>",
    "</select></td>",
    "{{ 1 }}",
    "%(n)d {0}",
)
texts = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12),
).map(lambda text: text.replace("\r", ""))
marks = st.one_of(st.none(), st.decimals(0, 20, places=2))


@st.composite
def grids(draw):
    """A form of one to three lines: what is kept of each, and what was typed, or nothing sent."""
    skills = draw(st.lists(texts, max_size=2))
    devices = [
        HelpDevice(public_id=uuid.uuid4(), name=draw(texts)) for _ in range(draw(st.integers(0, 2)))
    ]
    closed = HelpDevice(public_id=uuid.uuid4(), name=draw(texts))
    roster, sent = [], QueryDict(mutable=True)
    for _ in range(draw(st.integers(1, 3))):
        student = Student(first_name=draw(texts), last_name=draw(texts))
        row = Result(public_id=uuid.uuid4(), student=student)
        version = None
        if draw(st.booleans()):
            version = ResultVersion(
                n=draw(st.integers(1, 9)),
                value=draw(marks),
                levels=[draw(st.integers(0, 4)) for _ in skills],
                achieved=draw(texts),
                progress=draw(texts),
                no_help=draw(st.booleans()),
                student_release_at=draw(st.sampled_from([None, AT])),
            )
            if not version.no_help:
                version.device = draw(st.sampled_from([None, closed, *devices]))
        roster.append((row, version))
        key = row.public_id
        for cell in ("mark", "level0", "achieved", "help", "seen"):
            sent[f"{cell}-{key}"] = draw(texts)
        if devices:
            sent[f"help-{key}"] = draw(st.sampled_from([str(devices[0].public_id), "none", "x"]))
    assessment = Assessment(scale=20, skills=skills, title="Fractions")
    form = MarksForm(
        draw(st.sampled_from([None, sent])),
        roster=roster,
        assessment=assessment,
        devices=devices,
        at=AT,
    )
    form.is_valid()
    return form


def written(form):
    """Each row as a parsed line, the fields' names as the form has them."""
    table = html.fromstring(f"<table><tbody>{''.join(r.html for r in form.rows())}</tbody></table>")
    whole = {
        short: key for key, short in shortened([str(r.public_id) for r, _ in form.roster]).items()
    }
    for control in table.iter("input", "textarea", "select"):
        kind, _dash, key = control.get("name").partition("-")
        control.set("name", f"{kind}-{whole[key]}")
    return table


def said(control):
    """What a control holds, and what one may choose in it."""
    if control.tag == "select":
        options = [one.text or "" for one in control.iter("option")]
        # Where none is selected a browser takes the first.
        chosen = [n for n, one in enumerate(control.iter("option")) if "selected" in one.attrib]
        return control.tag, options, chosen
    if control.tag == "textarea":
        return control.tag, (control.text or "").removeprefix("\n")  # which a browser drops
    return control.tag, control.get("type") or "text", control.get("value") or ""


@given(grids())
def test_each_cell_holds_what_its_widget_would(form):
    table = written(form)
    controls = {one.get("name"): one for one in table.iter("input", "textarea", "select")}

    asked = [field for field in form if field.name != "reason"]

    assert controls.keys() == {field.html_name for field in asked}
    for field in asked:
        widget = html.fromstring(f"<form>{field.as_widget()}</form>")[0]
        assert said(controls[field.html_name]) == said(widget), field.html_name


@given(grids())
def test_each_cell_has_a_name_and_its_errors_beside_it(form):
    table = written(form)
    by_id = {one.get("id"): one for one in table.iter() if one.get("id")}

    for control in table.iter("input", "textarea", "select"):
        name = control.get("name")
        if control.get("type") == "hidden":
            continue
        assert (
            control.get("aria-label")
            or control.get("aria-labelledby")
            or (control.getparent().tag == "label" and control.getparent().text.strip())
        )
        errors = form.errors.get(name, [])
        noted = [by_id[one].text for one in (control.get("aria-describedby") or "").split()]
        assert bool(errors) == (control.get("aria-invalid") == "true")
        if errors:
            assert typeset("".join(errors)) == noted[-1]
            assert control.get("id") == form[name].id_for_label  # the summary of errors leads there


@given(grids())
def test_what_people_write_makes_no_element(form):
    """Of each line: what the form alone explains, and nothing that a text brought."""
    table = written(form)

    allowed = {"tr", "th", "td", "span", "input", "details", "summary", "small", "label"}
    allowed |= {"fieldset", "textarea", "select", "option"}
    assert {one.tag for one in table.iter()} - {"table", "tbody"} <= allowed
    attributes = {name for one in table.iter() for name in one.attrib}
    assert not [name for name in attributes if name.startswith("on") or name in ("x", "style")]
    assert len(table.findall(".//textarea")) == 3 * len(form.roster)
    assert len(table.findall(".//select")) == len(form.roster)


def test_keys_are_as_short_as_tells_them_apart():
    alone = "a" * 32
    twins = ["b" * SHORT + "1" * 24, "b" * SHORT + "2" * 24]

    short = shortened([alone, *twins, "none", ""])

    assert short[alone] == "a" * SHORT
    assert [short[one] for one in twins] == twins
    assert (short["none"], short[""]) == ("none", "")


def test_a_line_sent_with_its_short_key_is_this_pupil_s_and_nobody_else_s():
    first, twin, other = (uuid.UUID(int=(n << 104) + low) for n, low in ((1, 1), (1, 2), (7, 3)))
    roster = [(Result(public_id=key), None) for key in (first, twin, other)]
    sent = QueryDict(f"mark-{str(other)[:SHORT]}=12&mark-{str(first)[:SHORT]}=9&mark-{twin}=3&x=1")

    assert whole_names(sent, roster).dict() == {
        f"mark-{other}": "12",
        f"mark-{str(first)[:SHORT]}": "9",  # two pupils: of neither
        f"mark-{twin}": "3",
        "x": "1",
    }


@pytest.mark.django_db
def test_a_page_sent_as_it_was_written_saves_each_pupil_s_own_line(client):
    """Short names and short choices, from the page itself, with no script."""
    world = build_world(handed_back=False)
    device = HelpDevice.objects.create(
        school=world.school, kind="tutoring", name="Tutorat", created_at=LONG_AFTER
    )
    for n in range(3):
        student = StudentFactory(school=world.school, first_name=f"Noé{n}")
        EnrolmentFactory(division=world.teaching.division, student=student)
        Result.objects.create(
            school=world.school,
            assessment=world.assessment,
            student=student,
            division=world.teaching.division,
        )
    client.force_login(world.people["teacher"])
    address = reverse("results:assessment_marks", args=[world.assessment.public_id])
    page = html.fromstring(client.get(address).content.decode()).get_element_by_id("grille")
    fields = dict(page.form_values())
    rows = [one.get("data-co-row") for one in page.iter("tr") if one.get("data-co-row")]
    for n, row in enumerate(rows):
        line = next(one for one in page.iter("tr") if one.get("data-co-row") == row)
        mark, helped = line.find(".//td/input"), line.find(".//select")
        fields[mark.get("name")] = str(n + 3)
        choice = next(one for one in helped.iter("option") if one.text.startswith("Tutorat"))
        fields[helped.get("name")] = choice.get("value")

    response = client.post(address, fields)

    assert response.status_code == 302
    last = {
        str(version.result.public_id): (version.value, version.device)
        for version in ResultVersion.objects.filter(result__assessment=world.assessment).order_by(
            "n"
        )
    }
    assert last == {row: (Decimal(n + 3), device) for n, row in enumerate(rows)}
    assert len(rows) >= 4


@pytest.mark.django_db
def test_a_line_sent_back_as_it_was_is_not_said_to_be_typed_beside_one_that_is_refused(client):
    """The choice of its help is said short by the page, and whole by what is kept of it."""
    world = build_world(handed_back=False)
    device = HelpDevice.objects.create(
        school=world.school, kind="tutoring", name="Tutorat", created_at=LONG_AFTER
    )
    kept = ResultVersion.objects.filter(result=world.result).order_by("n").last()
    ResultVersionFactory(result=world.result, n=kept.n + 1, value=12, device=device)
    client.force_login(world.people["teacher"])
    address = reverse("results:assessment_marks", args=[world.assessment.public_id])
    page = html.fromstring(client.get(address).content.decode()).get_element_by_id("grille")
    fields = dict(page.form_values())
    [other] = [
        one.get("data-co-row")
        for one in page.iter("tr")
        if one.get("data-co-row") == str(world.other_result.public_id)
    ]
    [mark] = [name for name in fields if name.startswith("mark-") and other.startswith(name[5:])]

    response = client.post(address, fields | {mark: "trois"})

    again = html.fromstring(response.content.decode()).get_element_by_id("grille")
    typed = [one.get("data-co-row") for one in again.iter("tr") if "data-co-typed" in one.attrib]
    assert response.status_code == 200
    assert typed == [other]


@pytest.mark.django_db
def test_a_class_of_twenty_seven_and_three_skills_weighs_sixty_kilobytes_at_most(client):
    """Unzipped, every line released, the four helps of a school to choose from on each."""
    world = build_world()
    world.assessment.skills = ["Chercher, raisonner", "Calculer", "Communiquer"]
    world.assessment.save(update_fields=["skills"])
    for name in ("Devoirs faits, mardi et jeudi, 16 h", "Dix minutes avec un adulte", "Tutorat"):
        HelpDevice.objects.create(
            school=world.school, kind="tutoring", name=name, created_at=LONG_AFTER
        )
    rows = list(Result.objects.filter(assessment=world.assessment))
    for n in range(27 - len(rows)):
        student = StudentFactory(
            school=world.school, first_name=f"Éléonore{n}", last_name="Barbosa-Le Goff"
        )
        EnrolmentFactory(division=world.teaching.division, student=student)
        row = Result.objects.create(
            school=world.school,
            assessment=world.assessment,
            student=student,
            division=world.teaching.division,
        )
        ResultVersionFactory(result=row, n=1, value=12, levels=[2, 3, 4])
    client.force_login(world.people["teacher"])

    response = client.get(reverse("results:assessment_marks", args=[world.assessment.public_id]))

    assert response.content.count(b" data-co-row=") == 27
    assert response.content.count(b'name="level2-') == 27
    assert len(response.content) <= 60_000, len(response.content)

"""Components refuse what they do not know, escape what people write, and say things in words."""

import re

import pytest
from django.core.paginator import Paginator
from django.template import TemplateSyntaxError

from coeduc import ui
from tests.ui.gallery import draw

BLOCKS = {
    "notebook": 'name="Inès"',
    "section": "",
    "aloud": "",
    "callout": "",
    "actions": "",
    "empty_state": "",
    "people": "",
    "facts": "",
    "fact": '"Note"',
    "table": 'caption="4eB"',
    "filter_bar": 'label="Filtrer"',
    "sheet": "",
}
SINGLES = {
    "page_heading": '"Fractions"',
    "button": '"Enregistrer"',
    "link_button": '"Modifier" "/"',
    "post_button": '"Annuler" "/"',
    "status": '"Visible"',
    "steps": 'items label="Le chemin"',
    "bar_chart": 'chart title="Attente"',
    "tabs": 'items label="Périodes"',
    "pagination": "page",
    "icon": '"phone"',
    "control": "field",
    "kept": '"seance"',
}


def text_of(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_the_table_of_components_is_complete():
    plumbing = {"scripts", "drafts_last", "closed_elsewhere"}

    assert set(ui.register.tags) == set(BLOCKS) | set(SINGLES) | plumbing


@pytest.mark.parametrize("tag", sorted(BLOCKS | SINGLES))
def test_a_misspelt_prop_is_a_syntax_error(tag):
    props = (BLOCKS | SINGLES)[tag]
    end = f"{{% end{tag} %}}" if tag in BLOCKS else ""

    with pytest.raises(TemplateSyntaxError, match="unexpected keyword argument 'colour'"):
        draw(f"{{% {tag} {props} colour='red' %}}{end}")


@pytest.mark.parametrize(
    "source",
    [
        '{% callout tone="red" %}{% endcallout %}',
        '{% section tone="red" %}{% endsection %}',
        '{% notebook name="Inès" cover=9 %}{% endnotebook %}',
        '{% button "Oui" kind="huge" %}',
        '{% status "Visible" tone="late" %}',
    ],
)
def test_an_unknown_tone_is_refused(source):
    with pytest.raises(TemplateSyntaxError, match="one of"):
        draw(source)


def test_what_people_write_is_escaped_in_a_component():
    html = draw(
        "{% notebook name=word class_name=word %}{% section title=word %}{{ word }}"
        "{% endsection %}{% endnotebook %}{% status word %}{% page_heading word lead=word %}",
        word="<b>Inès</b>",
    )

    assert "<b>" not in html
    assert html.count("&lt;b&gt;Inès&lt;/b&gt;") == 7


def test_a_parent_calls_the_school_in_one_tap():
    html = draw('{% people label="Vie scolaire" phone="01 42 00 00 00" %}{% endpeople %}')

    assert 'href="tel:+33142000000"' in html
    assert text_of(
        html
    ) == "Besoin de parler à quelqu’un ? Vie scolaire 01\xa042\xa000\xa000\xa000".replace(
        "\xa0", " "
    )


@pytest.mark.parametrize(
    ("phone", "uri"),
    [
        ("01 42 00 00 00", "+33142000000"),
        ("+33 1 42 00 00 00", "+33142000000"),
        ("119", "119"),
        ("3018", "3018"),
    ],
)
def test_a_phone_number_dials_as_it_is_written(phone, uri):
    assert ui.tel(phone) == uri


def test_a_listener_hears_where_each_step_stands():
    items = [
        ui.TimelineStep("Copie rendue", "mardi", "done"),
        ui.TimelineStep("Vous la lisez", "mercredi"),
    ]

    html = draw('{% steps items label="Le chemin" %}', items=items)

    assert text_of(html) == "Copie rendue (fait) mardi Vous la lisez (à venir) mercredi"


def test_every_drawing_is_hidden_from_a_screen_reader():
    html = draw('{% status "En attente" %}{% button "Envoyer" symbol="check" %}')

    assert len(re.findall(r"<svg[^>]*aria-hidden=\"true\"", html)) == html.count("<svg") == 2


def test_a_button_that_acts_sends_its_token_and_its_fields():
    html = draw('{% post_button "Rendre" "/ici/" fields=fields %}', fields={"quand": "hier"})

    assert 'method="post" action="/ici/"' in html
    assert re.search(r'name="csrfmiddlewaretoken" value="\w{64}"', html)
    assert 'name="quand" value="hier"' in html


def test_pages_of_a_list_keep_the_filters():
    html = draw("{% pagination page %}", page=Paginator(range(30), 10).page(2))

    assert re.findall(r'href="([^"]+)"', html) == [
        "?trimestre=1&amp;page=1",
        "?trimestre=1&amp;page=3",
    ]


def test_a_list_of_one_page_has_no_pages():
    assert text_of(draw("{% pagination page %}", page=Paginator([1], 10).page(1))) == ""


def test_a_table_is_reached_by_keyboard_and_named_by_its_caption():
    html = draw('{% table caption="4eB — Fractions" %}<tbody></tbody>{% endtable %}')

    name = re.search(r'aria-labelledby="([^"]+)"', html).group(1)
    assert f'<caption id="{name}"' in html
    assert 'tabindex="0"' in html


def test_a_parent_reads_whom_to_call_beside_when():
    html = draw(
        '{% people label="Vie scolaire" phone="01 42 00 00 00" hours="8 h – 17 h" %}{% endpeople %}'
    )

    way = re.search(r'<div class="people__way">.*?</div>', html, re.DOTALL).group()
    assert text_of(way).replace("\xa0", " ") == "Vie scolaire 01 42 00 00 00 8 h – 17 h"


def test_a_school_without_a_number_leaves_no_empty_box():
    html = draw("{% people %} {% endpeople %}")

    assert "Adressez-vous au secrétariat du collège" in html

"""A page is sent without the spaces that begin the lines of its template, and says the same."""

import pytest
from django.template import Context, Template, engines
from django.template.base import TextNode
from django.template.loader import get_template

from coeduc.template_indentation import collapse_indentation, texts_of


def collapsed(source, **values):
    template = Template(source, engine=engines["django"].engine)
    collapse_indentation(template)
    return template.render(Context(values))


def test_a_line_keeps_its_end_and_loses_what_begins_it():
    assert collapsed("<p>\n        un\n\n    mot\n</p>") == "<p>\nun\nmot\n</p>"


def test_what_a_tag_holds_is_collapsed_too():
    source = "{% if one %}\n        <b>\n          {{ one }}</b>\n    {% endif %}"

    assert collapsed(source, one="a") == "\n<b>\na</b>\n"


def test_what_a_component_holds_is_collapsed_too():
    """A block tag of ours says nothing of the nodes inside it: half of each page was there."""
    inside = "{% for one in few %}\n        <li>{{ one }}</li>\n    {% endfor %}"
    source = f"{{% sheet %}}\n    <ul>{inside}</ul>\n{{% endsheet %}}"

    assert "\n " not in collapsed(source, few="ab")


def test_what_somebody_wrote_keeps_its_lines():
    assert collapsed("<p>\n    {{ text }}</p>", text="a\n    b") == "<p>\na\n    b</p>"


@pytest.mark.parametrize("tag", ["pre", "textarea"])
def test_where_spaces_are_shown_they_stay(tag):
    source = f"<{tag} class='x'>a\n    b</{tag}>"

    assert collapsed(source) == source


def test_a_sentence_to_translate_is_the_one_of_the_catalogue():
    said = "{% blocktranslate %}a\n    b{% endblocktranslate %}"

    assert collapsed(said) == "a\n    b"


def indented(name):
    """The texts of this template, as it is read, that begin a line with spaces."""
    return [text.s for text in texts_of(get_template(name).template.nodelist) if "\n " in text.s]


@pytest.mark.parametrize("name", ["base.html", "results/_subjects.html"])
def test_a_page_is_read_without_its_indentation(name):
    assert indented(name) == []


def test_a_mail_is_read_as_it_was_written():
    template = get_template("emails/results.txt").template
    written = Template(template.source, engine=engines["django"].engine)

    texts = [text.s for text in template.nodelist.get_nodes_by_type(TextNode)]
    assert texts == [text.s for text in written.nodelist.get_nodes_by_type(TextNode)]

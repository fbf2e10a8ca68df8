"""The lines of the marks grid as HTML, written by plain functions.

A class has a hundred and fifty cells: one template, one widget and one plural for each were half of
the page. What Django's own widgets would say of a cell, these say too (tests/results/marks/
test_cells.py). Whatever comes from a person goes through ``escape``.

What repeats is said once. A line bears its pupil's name, and its cells of words are a group of that
name; a skill is said by its column. Keys are as short as tells them apart (``shortened``). What
only a script needs (an error's place, an advice, a note, the skills on a phone) is made by it. A
line, a cell and an option close by themselves, as HTML lets them: a class and three skills weigh
60 kB at most.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING

from django.forms import BoundField
from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from apps.results.marks.presenters.rows import WORDS, Roster
from coeduc.french import typeset

if TYPE_CHECKING:
    from apps.results.marks.forms.grid import GridRow

Choices = Iterable[tuple[str, str]]
SHORT = 6  # signs of a public id that are enough in a class, or among the devices of a school


def shortened(keys: Sequence[str]) -> dict[str, str]:
    """Each key and its beginning, where no other begins so."""
    begun = Counter(key[:SHORT] for key in keys)
    return {key: key[:SHORT] if begun[key[:SHORT]] == 1 else key for key in keys}


class Lines:
    """The HTML of each row of one page; what they all say is translated once."""

    def __init__(self, roster: Roster) -> None:
        self._keys = shortened([str(result.public_id) for result, _version in roster])

    def html(self, row: GridRow) -> SafeString:
        """Name, mark, levels, then the words folded under what they say."""
        name, key = escape(row.student), self._keys[row.key]
        flags = {
            "read": row.is_released,
            "proposed": row.is_proposed,
            "typed": row.is_typed,
            "refused": row.is_refused,
        }
        flagged = "".join(f" data-co-{flag}" for flag, is_so in flags.items() if is_so)
        levels = "".join(
            f"<td>{level_html(field, key, f's{n} p{row.rank}')}"
            for n, field in enumerate(row.levels)
        )
        words = "".join(
            f"<label>{self._words[cell.name]}{text_html(cell.field, key, cell.advice)}</label>"
            for cell in row.words
        )
        said = " ".join(f"<span>{escape(one)}</span>" for one in row.words_typed)
        return mark_safe(  # noqa: S308 (each text is escaped where it is written)
            f'<tr data-co-row="{row.key}"{flagged}>'
            f'<th scope="row"><span id="p{row.rank}">{name}</span>'
            f'<input type="hidden" name="seen-{key}"{_value(row.seen)}>'
            f"{self._read if row.is_released else ''}"
            f"<td>{mark_html(row.mark, key)}{levels}"
            f'<td class="grid__words"><details{" open" if row.has_words_error else ""}>'
            f'<summary aria-describedby="p{row.rank}">'
            f"<span data-co-typed>{said or self._nothing}</span> {self._fold}</summary>"
            f'<fieldset aria-labelledby="p{row.rank}">{words}'
            f"<label>{escape(row.help_label)}{choice_html(row.help, key)}</label>"
            f"</fieldset></details>\n"
        )

    @cached_property
    def _words(self) -> Mapping[str, str]:
        return {name: escape(str(label)) for name, label in WORDS.items()}

    @cached_property
    def _read(self) -> str:
        return f' <span class="status status--info">{escape(_("déjà visible"))}</span>'

    @cached_property
    def _nothing(self) -> str:
        return f'<span class="soft">{escape(_("Ajouter des mots"))}</span>'

    @cached_property
    def _fold(self) -> str:
        return f"<small>{escape(_('Replier'))}</small>"


def mark_html(field: BoundField, key: str) -> str:
    """``data-co-cell``: the column where lines with names may be pasted."""
    named = f'aria-label="{escape(str(field.label))}" data-co-cell="mark"'
    return f"<input{_attributes(field, key)} {named}{_value(field)}>{_error(field)}"


def level_html(field: BoundField, key: str, named_by: str) -> str:
    named = f'aria-labelledby="{named_by}" inputmode="numeric"'
    return f"<input{_attributes(field, key)} {named}{_value(field)}>{_error(field)}"


def text_html(field: BoundField, key: str, advice: str = "") -> str:
    """Words, and what would make them easier to read; inside a label, of which it is no part."""
    at = escape(field.auto_id)
    advice_html = (
        f'<span class="grid__advice" id="{at}_advice" aria-hidden="true">{escape(advice)}</span>'
    )
    shown = escape(_shown(field))
    # HTML drops a first line feed: before one that was typed, another.
    fed = "\n" if shown.startswith(("\n", "\r")) else ""
    return (
        f"<textarea{_attributes(field, key, 'advice' if advice else '')}>{fed}{shown}</textarea>"
        f"{advice_html if advice else ''}{_error(field, in_label=True)}"
    )


def choice_html(field: BoundField, key: str) -> str:
    """One of the field's choices, inside a label; HTML closes an option by itself."""
    chosen = _shown(field)
    choices: Choices = field.field.choices  # type: ignore[attr-defined] # a ChoiceField's
    short = shortened([value for value, _label in choices])
    options = "".join(
        f'<option value="{escape(short[value])}"'
        f"{' selected' if chosen == value else ''}>{escape(label)}"
        for value, label in choices
    )
    return f"<select{_attributes(field, key)}>{options}</select>{_error(field, in_label=True)}"


def _attributes(field: BoundField, key: str, note: str = "") -> str:
    """The name, and what describes the cell: a note beside it, what is wrong with it."""
    name, at = field.name.partition("-")[0], escape(field.auto_id)
    attributes = f' name="{name}-{key}"'
    notes = [f"{at}_{note}"] if note else []
    if field.name in field.form.errors:
        attributes += f' id="{at}" aria-invalid="true"'
        notes.append(f"{at}_error")
    return f'{attributes} aria-describedby="{" ".join(notes)}"' if notes else attributes


def _shown(field: BoundField) -> str:
    value = field.value()
    return "" if value is None else str(value)


def _value(field: BoundField) -> str:
    shown = _shown(field)
    return f' value="{escape(shown)}"' if shown else ""


def _error(field: BoundField, *, in_label: bool = False) -> str:
    """In a label it is hidden from its text: the cell is described by it, not named."""
    errors = field.form.errors.get(field.name)
    if not errors:
        return ""
    hidden = ' aria-hidden="true"' if in_label else ""
    sentence = escape(typeset("".join(map(str, errors))))
    return f'<span class="grid__error" id="{escape(field.auto_id)}_error"{hidden}>{sentence}</span>'

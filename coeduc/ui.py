"""The portal's components as template tags.

Each tag is a template builtin; its signature is its list of props, so that a misspelt prop is a
``TemplateSyntaxError``. The markup is in ``templates/components/<tag>.html``. Block tags take
content; the others do not. For page authors: the comment that opens each component file.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django import forms, template
from django.template import Context
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from lucide.templatetags.lucide import lucide

from coeduc import french
from coeduc.chapters import Link
from coeduc.charts.bars import BarChart
from coeduc.device import DRAFTS_LAST, was_closed
from coeduc.forms import SECRET

register = template.Library()

COVERS = (1, 2, 3, 4, 5, 6)
BUTTON_KINDS = ("primary", "quiet", "plain")
SECTION_TONES = ("plain", "ask", "calm", "info")
CALLOUT_ICONS = {
    "info": "info",
    "ask": "hand",
    "calm": "leaf",
    "danger": "circle-alert",
    "note": "book-open",
}
STATUS_ICONS = {
    "done": "check",
    "waiting": "clock",
    "ask": "message-circle",
    "info": "eye",
    "draft": "pencil-line",
}
STEP_ICONS = {"done": "check", "now": "clock", "next": "circle-small"}
STEP_WORDS = {"done": _("fait"), "now": _("en cours"), "next": _("à venir")}
MESSAGE_TONES = {"success": "calm", "info": "info", "warning": "ask", "error": "danger"}


@dataclass(frozen=True)
class TimelineStep:
    """One moment of a timeline; ``state`` is done, now or next."""

    label: str
    when: str = ""
    state: str = "next"


# Helpers ----------------------------------------------------------------------------------------


def _render(context: Context, component: str, /, **props: Any) -> SafeString:
    engine = context.template.engine  # type: ignore[union-attr]
    return engine.get_template(f"components/{component}.html").render(context.new(props))


def _one_of(prop: str, value: Any, allowed: Iterable[Any]) -> Any:
    if value not in (known := tuple(allowed)):
        raise template.TemplateSyntaxError(f"{prop}={value!r}: one of {', '.join(map(str, known))}")
    return value


@register.filter
def tel(phone: str) -> str:
    """``01 42 00 00 00`` → ``+33142000000``, for a ``tel:`` link that also works from abroad."""
    digits = "".join(character for character in phone if character.isdigit() or character == "+")
    return f"+33{digits[1:]}" if digits.startswith("0") and len(digits) == 10 else digits


@register.filter(is_safe=True)
def typeset(words: object) -> str:
    """What a view or a form says, with the no-break spaces that French wants."""
    return french.typeset(str(words))


register.filter("unbroken", french.unbroken)
register.filter("of_name", french.of_name)


@register.filter
def duration(minutes: int) -> str:
    """« 25 min », « 1 h 20 »: whole minutes, in words."""
    return french.duration(minutes)


register.filter("delay", french.delay)


@register.simple_tag
def drafts_last() -> str:
    """How long a browser keeps what nobody has saved: « 7 jours »."""
    return french.delay(dt.timedelta(seconds=DRAFTS_LAST))


@register.simple_tag(takes_context=True)
def closed_elsewhere(context: Context) -> bool:
    """Whether this browser was disconnected from another one."""
    return was_closed(context["request"])


@register.filter
def message_tone(message: Any) -> str:
    """The callout tone of a Django message."""
    return MESSAGE_TONES.get(message.level_tag, "info")


@lru_cache(maxsize=256)
def _icon(name: str, size: str) -> str:
    return lucide(name, size=None, width=size, height=size, aria_hidden="true")


@register.simple_tag
def icon(name: str, *, size: str = "1.25em") -> SafeString:
    """A lucide icon, inline and hidden from screen readers: the words beside it say the same."""
    return mark_safe(_icon(name + "", size))  # noqa: S308 (our own package's drawings)


# Components with content ------------------------------------------------------------------------


@register.simple_block_tag(takes_context=True)
def notebook(
    context: Context,
    content: str,
    *,
    name: str,
    class_name: str = "",
    cover: int = 1,
    level: int = 2,
    url: str = "",
) -> SafeString:
    props = {"name": name, "class_name": class_name, "level": level, "url": url}
    return _render(
        context, "notebook", content=content, cover=_one_of("cover", cover, COVERS), **props
    )


@register.simple_block_tag(takes_context=True)
def section(
    context: Context, content: str, *, title: str = "", tone: str = "plain", level: int = 3
) -> SafeString:
    tone = _one_of("tone", tone, SECTION_TONES)
    return _render(context, "section", content=content, title=title, tone=tone, level=level)


@register.simple_block_tag(takes_context=True)
def aloud(context: Context, content: str, *, by: str = "") -> SafeString:
    return _render(context, "aloud", content=content, by=by)


@register.simple_block_tag(takes_context=True)
def callout(context: Context, content: str, *, tone: str = "info", title: str = "") -> SafeString:
    symbol = CALLOUT_ICONS[_one_of("tone", tone, CALLOUT_ICONS)]
    return _render(context, "callout", content=content, tone=tone, title=title, symbol=symbol)


@register.simple_block_tag(takes_context=True)
def actions(context: Context, content: str, *, stretch: bool = False) -> SafeString:
    return _render(context, "actions", content=content, stretch=stretch)


@register.simple_block_tag(takes_context=True)
def empty_state(
    context: Context, content: str, *, title: str = "", symbol: str = "book-open"
) -> SafeString:
    return _render(context, "empty_state", content=content, title=title, symbol=symbol)


@register.simple_block_tag(takes_context=True)
def people(
    context: Context,
    content: str,
    *,
    title: str = "",
    label: str = "",
    phone: str = "",
    hours: str = "",
) -> SafeString:
    title = title or gettext("Besoin de parler à quelqu’un ?")
    props = {"title": title, "label": label, "phone": phone, "hours": hours}
    return _render(context, "people", content=content.strip() and content, **props)


@register.simple_block_tag(takes_context=True)
def facts(context: Context, content: str) -> SafeString:
    return _render(context, "facts", content=content)


@register.simple_block_tag(takes_context=True)
def fact(context: Context, content: str, label: str) -> SafeString:
    return _render(context, "fact", content=content, label=label)


@register.simple_block_tag(takes_context=True)
def table(
    context: Context,
    content: str,
    *,
    caption: str,
    caption_hidden: bool = False,
    entry: bool = False,
) -> SafeString:
    props = {"caption": caption, "caption_hidden": caption_hidden, "entry": entry}
    anchor = f"tableau-{slugify(caption)}"
    return _render(context, "table", content=content, anchor=anchor, **props)


@register.simple_block_tag(takes_context=True)
def filter_bar(context: Context, content: str, *, label: str, action: str = "") -> SafeString:
    return _render(context, "filter_bar", content=content, label=label, action=action)


@register.simple_block_tag(takes_context=True)
def sheet(context: Context, content: str) -> SafeString:
    return _render(context, "sheet", content=content)


# Components without content ---------------------------------------------------------------------


@register.inclusion_tag("components/page_heading.html")
def page_heading(
    title: str, *, lead: str = "", back_url: str = "", back_label: str = ""
) -> dict[str, Any]:
    label = back_label or gettext("Retour")
    return {"title": title, "lead": lead, "back_url": back_url, "back_label": label}


@register.inclusion_tag("components/button.html")
def button(
    label: str,
    *,
    kind: str = "primary",
    name: str = "",
    value: str = "",
    symbol: str = "",
    large: bool = False,
    form: str = "",
) -> dict[str, Any]:
    props = {"name": name, "value": value, "symbol": symbol, "large": large, "form": form}
    return {"label": label, "kind": _one_of("kind", kind, BUTTON_KINDS), **props}


@register.inclusion_tag("components/link_button.html")
def link_button(
    label: str, url: str, *, kind: str = "primary", symbol: str = "", cancel: bool = False
) -> dict[str, Any]:
    """``cancel``: one goes without what was typed, and its draft goes too."""
    kind = _one_of("kind", kind, BUTTON_KINDS)
    return {"label": label, "url": url, "kind": kind, "symbol": symbol, "cancel": cancel}


@register.inclusion_tag("components/post_button.html", takes_context=True)
def post_button(
    context: Context,
    label: str,
    url: str,
    *,
    kind: str = "primary",
    symbol: str = "",
    large: bool = False,
    fields: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    props = {"label": label, "url": url, "kind": kind, "symbol": symbol, "large": large}
    token = context.get("csrf_token", "")
    return {**props, "fields": list((fields or {}).items()), "csrf_token": token}


@register.inclusion_tag("components/status.html")
def status(label: str, *, tone: str = "waiting") -> dict[str, Any]:
    symbol = STATUS_ICONS[_one_of("tone", tone, STATUS_ICONS)]
    return {"label": label, "tone": tone, "symbol": symbol}


@register.inclusion_tag("components/steps.html")
def steps(items: Iterable[TimelineStep], *, label: str) -> dict[str, Any]:
    rows = [
        {
            "label": step.label,
            "when": step.when,
            "state": _one_of("state", step.state, STEP_ICONS),
            "symbol": STEP_ICONS[step.state],
            "word": STEP_WORDS[step.state],
        }
        for step in items
    ]
    return {"rows": rows, "label": label}


@register.inclusion_tag("components/bar_chart.html")
def bar_chart(
    chart: BarChart, *, title: str, rows: str = "", unit: str = "", figures: bool = True
) -> dict[str, Any]:
    """``rows`` and ``unit`` head the folded table; ``figures=False`` where the page has its own."""
    words = gettext("%(title)s : %(bars)s") % {"title": title, "bars": chart.words}
    props = {"rows": rows, "unit": unit, "figures": figures}
    return {"chart": chart, "title": title, "words": words, **props}


@register.inclusion_tag("components/tabs.html")
def tabs(items: Iterable[Link], *, label: str) -> dict[str, Any]:
    return {"items": items, "label": label}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: Context, page: Any, *, label: str = "") -> dict[str, Any]:
    """``page`` is a Django paginator's page; the other filters of the address are kept."""
    request = context["request"]
    return {"page": page, "label": label or gettext("Pages"), "query": request.GET}


@register.inclusion_tag("components/kept.html", takes_context=True)
def kept(context: Context, key: str, *, replay: str = "", typed: bool = False) -> dict[str, Any]:
    """``key`` names what is written; the draft also bears the account of who writes it."""
    layout = context.get("layout")
    return {
        "key": key,
        "secret": key.startswith(SECRET),
        "replay": replay,
        "typed": typed,
        "account": getattr(layout, "account", ""),
        "token_url": reverse("account_token"),
    }


@register.inclusion_tag("components/scripts.html", takes_context=True)
def scripts(context: Context) -> dict[str, Any]:
    """htmx and our small modules, for the pages that need them (in the ``scripts`` block)."""
    return {}


# Controls ---------------------------------------------------------------------------------------

BARE = (forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple, forms.FileInput)


@register.simple_tag
def control(field: forms.BoundField, *, label: str = "") -> SafeString:
    """The bare control of a bound field, styled and described; ``label`` names it in a table."""
    widget = field.field.widget
    attrs: dict[str, Any] = {}
    if not isinstance(widget, BARE):
        long = " control--long" if isinstance(widget, forms.Textarea) else ""
        attrs["class"] = f"control{long} {widget.attrs.get('class', '')}".strip()
    if label:
        attrs["aria-label"] = label
    return field.as_widget(attrs=attrs)


@register.filter
def is_group(field: forms.BoundField) -> bool:
    """Several controls under one legend."""
    return isinstance(field.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)


@register.filter
def is_optional(field: forms.BoundField) -> bool:
    """May always be left; never said of what another answer may make the portal ask for."""
    return not field.field.required and not getattr(field.field, "depends", False)


@register.filter
def is_tick(field: forms.BoundField) -> bool:
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.filter
def anchor(field: forms.BoundField) -> str:
    """Where a link of the summary of errors leads: the control, or the group that holds several."""
    return field.auto_id if is_group(field) else field.id_for_label

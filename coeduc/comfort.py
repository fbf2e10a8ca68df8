"""How a person likes to read: kept in a cookie of this browser, applied by the server.

No account, no script: a form sets the cookie, and ``base.html`` writes what was chosen as
``data-`` attributes of ``<html>``, which the style sheet of the screen reads. Whoever chose
nothing has no cookie and no attribute, so pages stay comparable byte for byte. Paper ignores it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crispy_forms.layout import Fieldset
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from coeduc.forms import PortalFormHelper

COOKIE = "confort"
# Kept too: it was chosen. It names no choice, and writes no attribute.
AS_USUAL = "normal"
A_YEAR = 365 * 24 * 3600
# The first value of each is the usual one, and is written nowhere.
CHOICES: dict[str, list[tuple[str, Any]]] = {
    "text": [
        ("normal", gettext_lazy("Normale")),
        ("large", gettext_lazy("Grande")),
        ("larger", gettext_lazy("Très grande")),
    ],
    "theme": [
        ("auto", gettext_lazy("Comme cet appareil")),
        ("light", gettext_lazy("Claires")),
        ("dark", gettext_lazy("Sombres")),
    ],
}
TICKS = {"spacing": "wide", "paper": "plain", "motion": "still", "keys": "none"}
# What is asked of the team alone: nobody else has a page that answers to a key.
FOR_THE_TEAM = "keys"
KNOWN = {name: {value for value, _label in choices[1:]} for name, choices in CHOICES.items()} | {
    name: {value} for name, value in TICKS.items()
}


def read_choices(cookie: str) -> dict[str, str]:
    """``theme-dark.text-large`` → ``{"text": "large", "theme": "dark"}``; the rest is ignored."""
    pairs = dict(piece.split("-", 1) for piece in cookie.split(".") if "-" in piece)
    return {name: pairs[name] for name in KNOWN if pairs.get(name) in KNOWN[name]}


def of_request(request: HttpRequest) -> dict[str, str]:
    """What this browser chose."""
    return read_choices(request.COOKIES.get(COOKIE, ""))


def was_chosen(request: HttpRequest) -> bool:
    """Whether somebody has said it here, were it «as usual»."""
    return COOKIE in request.COOKIES


def written(choices: Mapping[str, str]) -> str:
    """The choices as the cookie holds them; a value that is not offered is left out."""
    return ".".join(f"{name}-{value}" for name, value in choices.items() if value in KNOWN[name])


class ComfortForm(forms.Form):
    text = forms.ChoiceField(
        label=gettext_lazy("Taille du texte"), choices=CHOICES["text"], widget=forms.RadioSelect
    )
    spacing = forms.BooleanField(
        label=gettext_lazy("Écarter les lettres et les lignes"), required=False
    )
    paper = forms.BooleanField(
        label=gettext_lazy("Fond uni, sans lignes ni carreaux"), required=False
    )
    motion = forms.BooleanField(label=gettext_lazy("Aucun mouvement"), required=False)
    theme = forms.ChoiceField(
        label=gettext_lazy("Couleurs"), choices=CHOICES["theme"], widget=forms.RadioSelect
    )
    keys = forms.BooleanField(
        label=gettext_lazy("Aucun raccourci d’une seule touche"),
        help_text=gettext_lazy(
            "La touche « / » ne mène alors plus à « Chercher » : utile à qui dicte,"
            " ou touche le clavier sans le vouloir."
        ),
        required=False,
    )

    def __init__(self, *args: Any, for_team: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        team = [Fieldset(_("Clavier"), FOR_THE_TEAM)] if for_team else []
        if not for_team:
            del self.fields[FOR_THE_TEAM]
        self.helper = PortalFormHelper(
            "text",
            "theme",
            Fieldset(_("Plus de calme"), "spacing", "paper", "motion"),
            *team,
            submit=_("Enregistrer"),
        )

    @classmethod
    def starting_from(cls, choices: Mapping[str, str], *, for_team: bool = False) -> ComfortForm:
        """The form as this browser last sent it."""
        radios = {name: choices.get(name, options[0][0]) for name, options in CHOICES.items()}
        ticks = {name: name in choices for name in TICKS}
        return cls(initial={**radios, **ticks}, for_team=for_team)

    def choices(self) -> dict[str, str]:
        """What was chosen, in the words of the cookie."""
        chosen = self.cleaned_data
        return {
            name: TICKS[name] if name in TICKS else chosen[name]
            for name in KNOWN
            if chosen.get(name)
        }


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def comfort(request: HttpRequest) -> HttpResponse:
    """«Confort de lecture»: open to a visitor, without script, seen at once."""
    back = _page_left(request)
    address = f"{reverse('comfort:comfort')}?{urlencode({'retour': back})}"
    kept, for_team = of_request(request), _is_of_the_team(request)
    form = ComfortForm.starting_from(kept, for_team=for_team)
    if request.method == "POST":
        form = ComfortForm(request.POST, for_team=for_team)
        if form.is_valid():
            messages.success(request, _("C’est enregistré, pour cet appareil seulement."))
            response = redirect(address)
            unasked = {} if for_team else {k: v for k, v in kept.items() if k == FOR_THE_TEAM}
            _remember(response, written(form.choices() | unasked))
            return response
    form.helper.form_action = address
    return render(request, "comfort/comfort.html", {"form": form, "back": back})


def _is_of_the_team(request: HttpRequest) -> bool:
    """Whether the frame of this page has the field that a key leads to."""
    from coeduc.frame import layout  # noqa: PLC0415 (circular: the frame reads the choices)

    return bool(layout(request)["layout"].search_url)


def _remember(response: HttpResponse, cookie: str) -> None:
    response.set_cookie(
        COOKIE,
        cookie or AS_USUAL,
        max_age=A_YEAR,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _page_left(request: HttpRequest) -> str:
    """The page of ours that one came from: said by the address, else by the browser."""
    origin = f"{request.scheme}://{request.get_host()}"
    said = request.GET.get("retour") or request.META.get("HTTP_REFERER", "").removeprefix(origin)
    ours = url_has_allowed_host_and_scheme(said, allowed_hosts=None) and said.startswith("/")
    itself = reverse("comfort:comfort")
    return said if ours and not said.startswith(itself) else "/"

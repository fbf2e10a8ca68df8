"""From a code on paper to one's own page, in three short pages; and a new password in two.

The code is sent once, by POST; from then on the session holds the number of its row, never the
code. Every page asks again whether that row still opens something.
"""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from apps.accounts.models import User
from apps.accounts.own_account.services import accounts, mails
from apps.accounts.sign_in.rules import NETWORK_PAUSE
from apps.accounts.sign_in.services import limits, sessions
from apps.invitations.activation import presenters as activation_presenters
from apps.invitations.activation import queries as activation_queries
from apps.invitations.activation import services as activation_services
from apps.invitations.activation.forms import (
    AccountForm,
    BirthDateForm,
    CodeForm,
    FirstPasswordForm,
)
from apps.invitations.activation.inputs import WayIn
from apps.invitations.codes.rules import MOST_WRONG_ANSWERS
from apps.invitations.enums import Purpose
from apps.invitations.errors import ActivationError
from apps.invitations.models import AccessCode
from coeduc.french import delay
from coeduc.http import Request
from coeduc.journal import act_of_power
from coeduc.networks import network_of
from coeduc.shapes import shaped_or_none

WAY_IN = "way_in"
MINUTES = 60  # between the code and the end: a long form on a slow phone, not a forgotten tab


@login_not_required
def activate(request: Request) -> HttpResponse:
    """A first account."""
    return _enter(request, "invitations/activate.html")


@login_not_required
def new_password(request: Request) -> HttpResponse:
    """A new password, with the slip of the office. Either page takes either code."""
    return _enter(request, "invitations/new_password.html")


@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def _enter(request: Request, template: str) -> HttpResponse:
    form = CodeForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, template, {"form": form})
    code = form.cleaned_data["code"]
    row = activation_queries.open_code(code, at=request.now)
    # A right code proves something, and a second proof is asked for: it opens whatever others have
    # tried from the same place. A colleague's has no second proof: it waits with the others.
    if not limits.may_try_code(request) and not (
        row is not None and activation_queries.needs_answer(row)
    ):
        form.add_error(
            "code",
            _(
                "Trop de codes inconnus d’ici. On peut réessayer dans %(time)s, "
                "ou appeler le collège, qui peut rouvrir tout de suite."
            )
            % {"time": delay(NETWORK_PAUSE)},
        )
        return render(request, template, {"form": form}, status=429)
    if row is None:
        if activation_queries.was_used_by(code, request.user):
            messages.info(request, _("Ce code a déjà servi : le compte est ouvert."))
            return redirect("home:start")
        limits.note_unknown_code(request)
        form.add_error(
            "code",
            _(
                "Ce code n’ouvre rien : il a déjà servi, il est trop ancien, ou un papier plus "
                "récent le remplace. Avec un compte déjà ouvert, il suffit de se connecter. "
                "Sinon, qui l’a donné en donne un autre : le collège, ou un parent."
            ),
        )
        return render(request, template, {"form": form})
    request.session[WAY_IN] = WayIn(code=row.pk, proved=False, at=request.now.isoformat())
    return redirect("invitations:prove")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def prove(request: Request) -> HttpResponse:
    """The second proof: a birth date, which is not on the letter."""
    row = _row(request)
    if row is None:
        return _start_again(request)
    if not activation_queries.needs_answer(row):
        return _proved(request, row)
    is_pupil = row.student_id is not None
    form = BirthDateForm(
        request.POST or None, is_pupil=is_pupil, is_relative=row.access_id is not None
    )
    if request.method == "POST" and form.is_valid():
        if activation_services.answer(row, form.cleaned_data["birth_date"], at=request.now):
            return _proved(request, row)
        if _row(request) is None:
            return _start_again(request)
        form.add_error(
            "birth_date",
            ngettext(
                "Cette date ne convient pas. Après %(n)d erreur, le code se ferme.",
                "Cette date ne convient pas. Après %(n)d erreurs, le code se ferme.",
                MOST_WRONG_ANSWERS,
            )
            % {"n": MOST_WRONG_ANSWERS},
        )
    return render(
        request,
        "invitations/prove.html",
        {"form": form, "school": row.school, "is_pupil": is_pupil},
    )


def _proved(request: Request, row: AccessCode) -> HttpResponse:
    held = shaped_or_none(WayIn, request.session.get(WAY_IN))
    if held is not None:
        request.session[WAY_IN] = WayIn(code=held["code"], proved=True, at=held["at"])
    if row.purpose == Purpose.RESET:
        return redirect("invitations:choose_password")
    return redirect("invitations:account")


@act_of_power
@login_not_required
@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: Request) -> HttpResponse:
    """Is it you? Then an identifier and a password, or the account you already have."""
    row = _row(request, purpose=Purpose.ACTIVATION)
    if row is None:
        return _start_again(request)
    if request.user.is_authenticated:
        return redirect("invitations:attach")
    invited = activation_presenters.described(row, at=request.now)
    form = AccountForm(
        request.POST or None,
        is_pupil=invited.is_pupil,
        is_relative=bool(invited.relative_of),
        user=User(first_name=invited.first_name, last_name=invited.last_name),
        initial={
            "username": accounts.proposed_username(invited.first_name, invited.last_name),
            "email": activation_presenters.mailed_to(row),
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            user = activation_services.create_account(
                row,
                username=form.cleaned_data["username"],
                password=form.cleaned_data["password1"],
                at=request.now,
            )
        except ActivationError as problem:
            form.add_error("username", str(problem))
        else:
            _enter_portal(request, user, remember=form.cleaned_data["remember"])
            if form.cleaned_data.get("email"):
                _ask_to_confirm(request, user, form.cleaned_data["email"])
            return redirect("invitations:welcome")
    return render(
        request,
        "invitations/account.html",
        {"form": form, "invited": invited, "school": row.school},
    )


def _ask_to_confirm(request: Request, user: User, email: str) -> None:
    """The account is open whatever becomes of the mail."""
    try:
        mails.ask_to_confirm(user, email, network=network_of(request), at=request.now)
    except mails.TooManyError:
        messages.info(
            request,
            _("Pas de lien aujourd’hui : cette adresse a déjà reçu trop de messages du portail."),
        )
    else:
        messages.info(request, _("Un lien part dans la minute : regardez vos e-mails."))


@act_of_power
@require_http_methods(["GET", "HEAD", "POST"])
def attach(request: Request) -> HttpResponse:
    """Add what the letter opens to the account that is signed in: one person, one account."""
    row = _row(request, purpose=Purpose.ACTIVATION)
    if row is None:
        return _start_again(request)
    if request.method == "POST":
        try:
            activation_services.attach(row, request.user, at=request.now)
        except ActivationError as problem:
            messages.error(request, str(problem))
            return redirect("invitations:attach")
        request.session.pop(WAY_IN, None)
        return redirect("invitations:welcome")
    return render(
        request,
        "invitations/attach.html",
        {
            "invited": activation_presenters.described(row, at=request.now),
            "school": row.school,
            "back": {"next": reverse("invitations:activate")},
        },
    )


@act_of_power
@login_not_required
@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "HEAD", "POST"])
def choose_password(request: Request) -> HttpResponse:
    """The end of a reset: every other session of the account is cut."""
    row = _row(request, purpose=Purpose.RESET)
    account = row.person.user if row else None
    if row is None or account is None:
        return _start_again(request)
    invited = activation_presenters.described(row, at=request.now)
    form = FirstPasswordForm(request.POST or None, user=account, is_pupil=invited.is_pupil)
    if request.method == "POST" and form.is_valid():
        try:
            user = activation_services.choose_password(
                row, form.cleaned_data["password1"], at=request.now
            )
        except ActivationError:
            return _start_again(request)
        _enter_portal(request, user, remember=form.cleaned_data["remember"])
        messages.success(request, _("Le nouveau mot de passe est enregistré."))
        return redirect("home:start")
    return render(
        request,
        "invitations/choose_password.html",
        {"form": form, "invited": invited, "school": row.school},
    )


@require_safe
def welcome(request: Request) -> HttpResponse:
    """Once in: two sentences, and what becomes of one's data."""
    notices = activation_presenters.notices(
        activation_queries.welcomed(request.user, at=request.now)
    )
    if not notices:
        return redirect("home:start")
    kinds = {notice.kind for notice in notices}
    return render(
        request,
        "invitations/welcome.html",
        {
            "notices": notices,
            "is_pupil": "pupil" in kinds,
            "is_family": "family" in kinds,
            "is_team": "team" in kinds,
        },
    )


def _enter_portal(request: Request, user: User, *, remember: bool) -> None:
    request.session.pop(WAY_IN, None)
    sessions.sign_in(request, user, remember=remember)


def _row(request: Request, *, purpose: str = "") -> AccessCode | None:
    """The code that this session holds, if it still opens something here and now."""
    held = shaped_or_none(WayIn, request.session.get(WAY_IN))
    if held is None:
        return None
    age = request.now - dt.datetime.fromisoformat(held["at"])
    if age > dt.timedelta(minutes=MINUTES):
        return None
    row = activation_queries.open_row(held["code"], at=request.now)
    if row is None or (purpose and (row.purpose != purpose or not held["proved"])):
        return None
    return row


def _start_again(request: Request) -> HttpResponse:
    if request.session.pop(WAY_IN, None):
        messages.error(
            request,
            _(
                "Ce code n’ouvre plus rien : il faut recommencer, ou en demander un autre "
                "à qui l’a donné."
            ),
        )
    return redirect("home:start" if request.user.is_authenticated else "invitations:activate")

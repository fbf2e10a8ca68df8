"""One's own e-mail address, and the way back of somebody who has forgotten their password."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from apps.accounts.own_account.forms import NewPasswordForm, OwnAddressForm, PasswordResetForm
from apps.accounts.own_account.rules import ADDRESS_LASTS
from apps.accounts.own_account.services import addresses, mails
from apps.accounts.own_account.services.accounts import UsedLinkError, choose_password
from coeduc import portal
from coeduc.http import Request
from coeduc.networks import network_of
from coeduc.proofs import fresh_proof_required
from coeduc.refusals import too_many


@require_safe
def account(request: Request) -> HttpResponse:
    """«Mon compte»: what the portal holds of this person as an account, and what they decide."""
    return render(request, "account/account.html", {"parts": portal.account_parts(request)})


@require_http_methods(["GET", "HEAD", "POST"])
@fresh_proof_required
def address(request: Request) -> HttpResponse:
    """Ask for a link at a new address, or go on without any."""
    form = OwnAddressForm(request.POST or None)
    if request.method == "POST" and "forget" in request.POST:
        addresses.forget(request.user)
        messages.success(request, _("C’est fait : le portail n’a plus cette adresse."))
        return redirect("account_address")
    if request.method == "POST" and form.is_valid():
        try:
            mails.ask_to_confirm(
                request.user,
                form.cleaned_data["email"],
                network=network_of(request),
                at=request.now,
            )
        except mails.TooManyError:
            form.add_error(
                "email",
                _("Assez de messages pour aujourd’hui : un autre pourra partir demain."),
            )
        else:
            messages.success(
                request,
                _("Un lien part dans la minute à cette adresse : il s’ouvre sur cet appareil."),
            )
            return redirect("account_address")
    context = {"form": form, "forget": {"forget": "1"}, "mails": portal.mails_in_words(request)}
    return render(request, "account/address.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def confirm_address(request: Request, token: str) -> HttpResponse:
    """Where the link leads: its owner, signed in, says yes."""
    email = addresses.address_in(token, request.user)
    if request.method == "POST" and email:
        if addresses.confirm(request.user, email):
            messages.success(request, _("C’est fait : cette adresse est enregistrée."))
        else:
            messages.error(
                request, _("Cette adresse ne peut pas servir ici : il en faut une autre.")
            )
        return redirect("home:start")
    return render(
        request,
        "account/address_confirm.html",
        {"email": email, "token": token, "lasts": ADDRESS_LASTS},
    )


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def password_reset(request: Request) -> HttpResponse:
    """Ask for a link: one row is written, and one answer given, whoever has the address."""
    form = PasswordResetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            mails.ask_for_password(
                form.cleaned_data["email"], network=network_of(request), at=request.now
            )
        except mails.TooManyHereError as problem:
            return too_many(request, wait=problem.wait)
        return redirect("account_reset_password_done")
    return render(request, "account/password_reset.html", {"form": form})


@login_not_required
@require_safe
def password_reset_done(request: Request) -> HttpResponse:
    return render(request, "account/password_reset_done.html")


@login_not_required
@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "HEAD", "POST"])
def new_password(request: Request, uidb36: str, key: str) -> HttpResponse:
    """Where the link leads. Opening it changes nothing, whatever robot opens it first."""
    holder = mails.holder_of(uidb36, key)
    if holder is None:
        return _dead_link(request)
    form = NewPasswordForm(request.POST or None, user=holder, temp_key=key)
    if request.method == "POST" and form.is_valid():
        try:
            choose_password(holder, form.cleaned_data["password1"], link=key)
        except UsedLinkError:
            return _dead_link(request)
        if request.user.is_authenticated:
            get_adapter().logout(request)
        return redirect("account_reset_password_from_key_done")
    return render(request, "account/password_reset_from_key.html", {"form": form})


def _dead_link(request: Request) -> HttpResponse:
    return render(request, "account/password_reset_from_key.html", {"token_fail": True})


@login_not_required
@require_safe
def new_password_done(request: Request) -> HttpResponse:
    return render(request, "account/password_reset_from_key_done.html")

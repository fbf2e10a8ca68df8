"""One's own e-mail address: added, confirmed, taken away. Having none is always possible."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.accounts import addresses
from apps.accounts.forms import AddressForm
from apps.accounts.services import fresh_proof_required
from coeduc.http import Request


@require_http_methods(["GET", "HEAD", "POST"])
@fresh_proof_required
def address(request: Request) -> HttpResponse:
    """Ask for a link at a new address, or go on without any."""
    form = AddressForm(request.POST or None)
    if request.method == "POST" and "forget" in request.POST:
        addresses.forget(request.user)
        messages.success(request, _("C’est fait : le portail n’a plus votre adresse."))
        return redirect("account_address")
    if request.method == "POST" and form.is_valid():
        addresses.ask_to_confirm(request.user, form.cleaned_data["email"])
        messages.success(
            request,
            _("Regardez vos e-mails : un lien vient d’y partir. Ouvrez-le sur cet appareil."),
        )
        return redirect("account_address")
    return render(request, "account/address.html", {"form": form, "forget": {"forget": "1"}})


@require_http_methods(["GET", "HEAD", "POST"])
def confirm_address(request: Request, token: str) -> HttpResponse:
    """Where the link leads: its owner, signed in, says yes."""
    email = addresses.address_in(token, request.user)
    if request.method == "POST" and email:
        if addresses.confirm(request.user, email):
            messages.success(request, _("Votre adresse est enregistrée."))
        else:
            messages.error(
                request, _("Cette adresse ne peut pas servir ici. Essayez-en une autre.")
            )
        return redirect("home:start")
    return render(request, "account/address_confirm.html", {"email": email, "token": token})

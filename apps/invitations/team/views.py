"""The team's accounts: addresses typed by the office, codes sent by e-mail."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from apps.invitations import lookups
from apps.invitations import policies as invitations_policies
from apps.invitations.codes import queries as codes_queries
from apps.invitations.codes.presenters import persons
from apps.invitations.codes.presenters.office import AccountsOffice
from apps.invitations.lookups import for_office
from apps.invitations.team import services as team_services
from apps.invitations.team.forms import AddressesForm, ColleagueAddressForm
from apps.invitations.team.presenters import colleagues
from apps.schools.models import Staff
from coeduc.access import require
from coeduc.http import Request
from coeduc.journal import act_of_power
from coeduc.once import once
from coeduc.proofs import fresh_proof_required

TAKEN = gettext_lazy("Cette adresse est déjà celle d’une autre personne de l’équipe.")


@require_http_methods(["GET", "HEAD", "POST"])
@for_office
@fresh_proof_required
@once
def team_list(request: Request, office: AccountsOffice) -> HttpResponse:
    """Everybody of the team; an address beside each who has no account yet."""
    lines = colleagues.team_lines(office.school, reader=request.reader)
    form = AddressesForm(request.POST if request.method == "POST" else None, lines=lines)
    if form.is_valid() and _save(request, form, office):
        page = "team_mails" if "send" in request.POST else "team_list"
        return redirect(office.url(f"invitations:{page}"))
    return render(
        request,
        "invitations/team_list.html",
        {
            "form": form,
            "rows": form.rows(),
            "others": [line for line in lines if not line.may_invite],
            "office": office,
            "tabs": office.tabs("invitations:team_list"),
        },
    )


def _save(request: Request, form: AddressesForm, office: AccountsOffice) -> bool:
    typed = form.addresses()
    team = [line.person for line in form.lines.values()]
    try:
        with transaction.atomic():
            changed = team_services.save_addresses(
                team, typed, school=office.school, at=request.now
            )
    except IntegrityError:
        form.add_error(None, TAKEN)
        return False
    sentence = ngettext("%(n)d adresse enregistrée.", "%(n)d adresses enregistrées.", changed)
    if changed or "send" not in request.POST:
        messages.success(request, sentence % {"n": changed})
    return True


@act_of_power
@require_http_methods(["GET", "HEAD", "POST"])
@for_office
@fresh_proof_required
@once
def team_mails(request: Request, office: AccountsOffice) -> HttpResponse:
    """Who will receive a mail, then «Envoyer»."""
    lines = colleagues.team_lines(office.school, reader=request.reader)
    chosen = colleagues.to_mail(lines)
    if request.method == "POST":
        sent = team_services.ask_for_mails(
            [line.person for line in chosen],
            school=office.school,
            by=request.user,
            at=request.now,
        )
        sentence = ngettext("%(n)d e-mail demandé.", "%(n)d e-mails demandés.", len(sent))
        messages.success(request, sentence % {"n": len(sent)})
        return redirect(office.url("invitations:team_list"))
    return render(
        request,
        "invitations/team_mails.html",
        {
            "lines": chosen,
            "already": sum(line.may_invite and line.sent.is_open for line in lines),
            "without": sum(line.may_invite and not line.email for line in lines),
            "leaves": colleagues.leaving(office.school, at=request.now),
            "office": office,
            "back": office.url("invitations:team_list"),
            "here": office.url("invitations:team_mails"),
        },
    )


@act_of_power
@require_http_methods(["GET", "HEAD", "POST"])
@for_office
@fresh_proof_required
@once
def person_mail(
    request: Request, kind: str, public_id: UUID, office: AccountsOffice
) -> HttpResponse:
    """One colleague, one address, one code; a second sending replaces the first."""
    person = _colleague(request, kind, public_id)
    back = persons.address_of(person)
    form = ColleagueAddressForm(
        request.POST or None, initial={"email": person.email}, cancel_url=back
    )
    if form.is_valid() and _send(request, form, person):
        messages.success(
            request,
            _("C’est demandé : %(sentence)s.")
            % {"sentence": colleagues.leaving(person.school, at=request.now)},
        )
        return redirect(back)
    page = persons.person_page(person, reader=request.reader)
    return render(
        request,
        "invitations/person_mail.html",
        {"form": form, "page": page, "says": colleagues.says(), "back": back},
    )


def _send(request: Request, form: ColleagueAddressForm, person: Staff) -> bool:
    typed = {person.pk: form.cleaned_data["email"]}
    try:
        with transaction.atomic():
            team_services.save_addresses([person], typed, school=person.school, at=request.now)
            team_services.ask_for_mails(
                [person], school=person.school, by=request.user, at=request.now
            )
    except IntegrityError:
        form.add_error("email", TAKEN)
        return False
    return True


@act_of_power
@require_POST
@for_office
def person_mail_cancel(
    request: Request, kind: str, public_id: UUID, office: AccountsOffice
) -> HttpResponse:
    person = _colleague(request, kind, public_id)
    if team_services.withdraw(person, at=request.now):
        messages.success(request, _("C’est annulé : l’e-mail n’ouvre plus rien."))
    else:
        messages.info(request, _("Il n’y avait rien à annuler."))
    return redirect(persons.address_of(person))


def _colleague(request: Request, kind: str, public_id: UUID) -> Staff:
    """A member of the team who has no account yet; families have their own ways."""
    person: Any = lookups.person_or_404(request, kind, public_id)
    if not isinstance(person, Staff):
        raise Http404
    require(
        person.user_id is None
        and codes_queries.may_enter(person, at=request.now)
        and invitations_policies.can_give_code(request.reader, person)
    )
    return person

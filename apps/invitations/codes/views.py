"""The office: one person helped in two minutes."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from apps.accounts.sign_in.rules import ACCOUNT_PAUSE, LINKS_PAUSE, NETWORK_PAUSE
from apps.accounts.sign_in.services import limits
from apps.invitations import lookups
from apps.invitations.codes import queries as codes_queries
from apps.invitations.codes import services as codes_services
from apps.invitations.codes.forms import PersonSearchForm
from apps.invitations.codes.presenters import persons
from apps.invitations.codes.presenters.office import AccountsOffice
from apps.invitations.codes.presenters.slips import ToWrite, slip_pdf
from apps.invitations.enums import Purpose
from apps.invitations.lookups import for_office
from apps.notices.enums import Delivery
from coeduc.access import require
from coeduc.documents import DocumentError
from coeduc.http import Request
from coeduc.journal import act_of_power
from coeduc.once import once, shown_once
from coeduc.proofs import ask_for_proof, has_fresh_proof


@require_safe
@for_office
def person_list(request: Request, office: AccountsOffice) -> HttpResponse:
    """Find somebody who stands at the counter: by their name, or their child's."""
    form = PersonSearchForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    found = codes_queries.search(request.reader, words)
    several = len(office.schools) > 1
    lines = persons.person_lines(found, at=request.now, several=several)
    paused = limits.something_is_paused(request)
    context = {"form": form, "lines": lines, "words": words, "network_paused": paused}
    context |= {"network_pause": max(NETWORK_PAUSE, LINKS_PAUSE)} if paused else {}
    return render(request, "invitations/person_list.html", context)


@require_safe
@for_office
def person_detail(
    request: Request, kind: str, public_id: UUID, office: AccountsOffice
) -> HttpResponse:
    person = lookups.person_or_404(request, kind, public_id)
    page = persons.person_page(
        person, reader=request.reader, shown=request.GET.get(persons.SHOWN, "")
    )
    context = {"page": page, "as_pdf": {"as": "pdf"}}
    if person.user is not None and not page.refusal:
        context["is_paused"] = limits.account_is_paused(person.user, at=request.now)
        context["account_pause"] = ACCOUNT_PAUSE
    return render(request, "invitations/person_detail.html", context)


@act_of_power
@require_POST
@for_office
def person_unlock(
    request: Request, kind: str, public_id: UUID, office: AccountsOffice
) -> HttpResponse:
    """Let an account in again that wrong tries have paused: logged, with who and when."""
    person = lookups.person_or_404(request, kind, public_id)
    account = person.user
    if account is None or not lookups.may_help(request, person):
        raise PermissionDenied
    limits.lift_for_account(account, by=request.user, at=request.now)
    messages.success(request, _("C’est rouvert : cette personne peut se connecter."))
    return redirect(persons.address_of(person))


@act_of_power
@require_POST
@for_office
def network_unlock(request: Request, office: AccountsOffice) -> HttpResponse:
    """Let the school's own network in again, from inside it: logged, with who and when."""
    limits.lift_for_network(request, by=request.user, at=request.now)
    messages.success(request, _("C’est rouvert pour tous les appareils de ce réseau."))
    return redirect("invitations:person_list")


@act_of_power
@require_POST
@for_office
@once
def person_code(
    request: Request, kind: str, public_id: UUID, office: AccountsOffice
) -> HttpResponse:
    """A slip for somebody who stands here: shown or printed once, kept nowhere.

    Reloaded, it makes no other code: the person's page says what became of this one.
    """
    person = lookups.person_or_404(request, kind, public_id)
    require(lookups.may_help(request, person))
    if not has_fresh_proof(request):
        return ask_for_proof(persons.address_of(person))
    purpose = Purpose.RESET if person.user_id else Purpose.ACTIVATION
    row, code = codes_services.give_code(
        person, purpose=purpose, delivery=Delivery.HANDED, by=request.user, at=request.now
    )
    then = f"{persons.address_of(person)}?{persons.SHOWN}={row.public_id}"
    if request.POST.get("as") == "pdf":
        letter = ToWrite(person, code, row.expires_at)
        try:
            pdf = slip_pdf(letter, purpose=purpose, school=person.school, at=request.now)
        except DocumentError as problem:
            messages.error(request, str(problem))
        else:
            response = HttpResponse(pdf.content, content_type="application/pdf")
            return shown_once(response, then=then)
    page = persons.slip_page(person, row, code)
    response = render(request, "invitations/person_code.html", {"page": page})
    return shown_once(response, then=then)

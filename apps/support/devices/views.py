"""«Les aides du collège»: the list that teachers choose from, kept by the heads and the CPE."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.schools.models import School
from apps.schools.people import queries as people_queries
from apps.support import policies
from apps.support.devices import presenters, queries, services
from apps.support.devices.forms import DeviceForm
from apps.support.errors import SupportError
from apps.support.models import HelpDevice
from coeduc.access import require, visible
from coeduc.http import Request
from coeduc.once import once


@require_safe
def device_list(request: Request) -> HttpResponse:
    schools = list(people_queries.schools(request.reader))
    if not schools:
        raise Http404
    devices = list(queries.devices(request.reader))
    by_school = [
        presenters.school_devices(
            school,
            devices,
            can_keep=policies.can_keep_helps(request.reader, school),
            at=request.now,
        )
        for school in schools
    ]
    return render(
        request,
        "support/device_list.html",
        {"by_school": by_school, "several": len(by_school) > 1},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@once
def device_open(request: Request, public_id: UUID) -> HttpResponse:
    """Add one to the list of a school."""
    school = get_object_or_404(visible(request, School), public_id=public_id)
    require(policies.can_keep_helps(request.reader, school))
    back = reverse("support:device_list")
    form = DeviceForm(request.POST or None, submit=_("Ajouter cette aide"), cancel_url=back)
    if form.is_valid():
        try:
            services.open_device(school, at=request.now, **form.cleaned_data)
        except SupportError as error:
            form.add_error("name", str(error))
        else:
            messages.success(
                request, _("L’aide est ajoutée : les professeurs peuvent la proposer.")
            )
            return redirect(back)
    return render(
        request, "support/device_form.html", {"form": form, "title": _("Une aide de plus")}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def device_edit(request: Request, public_id: UUID) -> HttpResponse:
    """Other words from today on; old results keep those they were written with."""
    device = _kept(request, public_id)
    back = reverse("support:device_list")
    form = DeviceForm(
        request.POST or None,
        submit=_("Enregistrer"),
        cancel_url=back,
        initial={name: getattr(device, name) for name in services.DESCRIBED},
    )
    if form.is_valid():
        try:
            services.change_device(device, at=request.now, **form.cleaned_data)
        except SupportError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, _("C’est enregistré."))
            return redirect(back)
    return render(request, "support/device_form.html", {"form": form, "title": device.name})


@require_POST
def device_close(request: Request, public_id: UUID) -> HttpResponse:
    services.close_device(_kept(request, public_id), at=request.now)
    messages.success(
        request, _("L’aide est fermée. Les résultats qui la proposaient la citent toujours.")
    )
    return redirect("support:device_list")


@require_POST
def device_reopen(request: Request, public_id: UUID) -> HttpResponse:
    try:
        services.reopen_device(_kept(request, public_id), at=request.now)
    except SupportError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("L’aide est de nouveau proposée."))
    return redirect("support:device_list")


def _kept(request: Request, public_id: UUID) -> HelpDevice:
    device: HelpDevice = get_object_or_404(queries.devices(request.reader), public_id=public_id)
    require(policies.can_keep_helps(request.reader, device.school))
    return device

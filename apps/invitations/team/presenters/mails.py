"""A code as a mail: a colleague's, or that of a relative whom a guardian trusts."""

from __future__ import annotations

import datetime as dt
from email.utils import format_datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from apps.invitations.codes import rules as codes_rules
from apps.invitations.codes.presenters.slips import code_address, until
from apps.invitations.enums import Purpose
from apps.invitations.models import AccessCode, CodeMail
from apps.notices.outbox.services import mails

OF_A_COLLEAGUE, OF_A_RELATIVE = "emails/staff_code", "emails/relative_code"


def code_mail(
    mail: CodeMail, row: AccessCode, code: str, *, at: dt.datetime
) -> EmailMultiAlternatives:
    """No name in it: an address typed wrong must not tell who works where, nor whose child."""
    template = OF_A_RELATIVE if mail.access_id else OF_A_COLLEAGUE
    address = code_address(code, purpose=Purpose.ACTIVATION)
    context = {
        **mails.frame_of(mail.school),
        "link": address,
        "page": address.partition("#")[0],
        "code": codes_rules.on_paper(code),
        "until": until(row.expires_at, mail.school, purpose=Purpose.ACTIVATION),
    }
    host = urlsplit(settings.PUBLIC_BASE_URL).hostname
    message = EmailMultiAlternatives(
        subject=mails.one_line(render_to_string(f"{template}_subject.txt", context)),
        body=render_to_string(f"{template}.txt", context).strip() + "\n",
        from_email=mails.sender_of(mail.school.name),
        to=[mail.address],
        headers={
            "Message-ID": f"<{mail.public_id}.{row.public_id}@{host}>",
            "Date": format_datetime(at),
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
    )
    html = render_to_string(f"{template}.html", context).strip()
    message.attach_alternative(html, "text/html")
    return message

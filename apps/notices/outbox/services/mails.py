"""A notice as an e-mail: a link to the portal, the school's telephone, and why it was sent.

No value and nobody's name: a mailbox is read on shared screens, and by the wrong people.
"""

from __future__ import annotations

import datetime as dt
from email.utils import format_datetime, formataddr, parseaddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from apps.notices import kinds
from apps.notices.models import Notice
from apps.schools.models import School

FAMILY_PATH = "/famille/"
STAFF_PATH = "/equipe/"


def message_id(notice: Notice) -> str:
    """The same for every attempt: whoever receives a notice twice can tell that it is one."""
    return f"<{notice.public_id}@{urlsplit(settings.PUBLIC_BASE_URL).hostname}>"


def compose(notice: Notice, *, to: str, at: dt.datetime) -> EmailMultiAlternatives:
    """The whole message; ``notice`` must come with its school and the person."""
    kind = kinds.get(notice.kind)
    frame = frame_of(notice.school)
    if notice.staff_id is not None:
        # A colleague comes back to their own first page, and knows the school's telephone.
        frame |= {"link": settings.PUBLIC_BASE_URL.rstrip("/") + STAFF_PATH, "phone": ""}
    context = {**frame, **kind.context(notice, at=at)}
    mail = EmailMultiAlternatives(
        subject=one_line(render_to_string(f"{kind.template}_subject.txt", context)),
        body=render_to_string(f"{kind.template}.txt", context).strip() + "\n",
        from_email=sender_of(notice.school.name),
        to=[to],
        headers={
            "Message-ID": message_id(notice),
            "Date": format_datetime(at),
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
    )
    html = render_to_string(f"{kind.template}.html", context).strip()
    mail.attach_alternative(html, "text/html")
    return mail


def frame_of(school: School) -> dict[str, Any]:
    """What every mail of a school carries, whatever it tells."""
    return {
        "school_name": school.name,
        "phone": school.school_life_phone,
        "phone_hours": school.school_life_hours,
        "link": settings.PUBLIC_BASE_URL.rstrip("/") + FAMILY_PATH,
    }


def sender_of(school_name: str) -> str:
    """Families recognise their school, not the software; the address stays the portal's."""
    __, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr((one_line(school_name), address))


def one_line(text: str) -> str:
    """A header is one line: a name in an imported file may hold a line break."""
    return " ".join(text.split())

"""Files joined, handed in and read by the cast of the notebook."""

import re

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from apps.files.services.storing import Files, receive
from apps.homework.hand_ins.services import hand_in
from tests.files.samples import PDF
from tests.homework.conftest import TUESDAY

SPACES = {"family": "family_file", "student": "student_file", "staff": "staff_file"}


def upload(name="cours.pdf", data=PDF):
    return SimpleUploadedFile(name, data)


def kept(cast, name="cours.pdf", *, by=None, data=PDF, at=TUESDAY):
    """A file received and joined to nothing yet."""
    person = (by or cast.teacher).user
    return receive(upload(name, data), school=cast.school.pk, by=person, at=at)


def joined(*stored):
    return Files(joined=stored)


def opened(person, row, space="family", *, at=TUESDAY):
    """The status and the bytes that a person gets at the address of a file."""
    client = Client()
    client.force_login(getattr(person, "user", person))
    with time_machine.travel(at, tick=False):
        response = client.get(reverse(f"homework:{SPACES[space]}", args=[row.public_id]))
        body = response.getvalue()
    return response.status_code, body if response.status_code == 200 else b""


def picked(response, prefix=""):
    """The public ids that the page offers with a tick, by whether they are ticked."""
    tags = re.findall(rf'<input[^>]*name="{prefix}kept"[^>]*>', response.content.decode())
    found = [(re.search(r'value="([^"]+)"', tag).group(1), "checked" in tag) for tag in tags]
    return {key for key, ticked in found if ticked}, {key for key, ticked in found if not ticked}


def give(cast, homework, student, name="devoir.pdf", *, data=PDF, at=TUESDAY):
    stored = kept(cast, name, by=student, data=data, at=at)
    hand_in(homework.versions.latest().get(), student, [stored], at=at)
    return homework.hand_ins.latest("pk")

"""What a school's first people do, in a process under production settings; see test_first_door."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import django

django.setup()

from django.core.files.storage import default_storage  # noqa: E402
from django.test import Client  # noqa: E402

from apps.invitations.codes import rules as codes_rules  # noqa: E402
from apps.notices.models import LetterFile  # noqa: E402
from apps.notices.paper.tasks import print_letters  # noqa: E402
from apps.schools.models import Guardian, Guardianship  # noqa: E402
from tests.bodies import text_of_pdf  # noqa: E402

CODES = r"\b[2-9A-Z]{5}-[2-9A-Z]{5}\b"


def code_and_page(content: bytes) -> tuple[str, str]:
    """The last code of a paper, and the page it names."""
    text = re.sub(r"(?<=[/-])\n", "", text_of_pdf(content))
    [page, *_] = re.findall(r"portail\.example\.org(/compte/[\w/-]+/)", text)
    return re.findall(CODES, text)[-1], page


def walk(paper: str) -> None:
    """From the principal's slip to a family's own page; AssertionError where the way stops."""

    def browser() -> Client:
        https = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7"}
        return Client(headers={**https, "Host": "portail.example.org"})

    def come_in(client: Client, code: str, page: str, name: str, born: str = "") -> None:
        assert client.get(page).status_code == 200, page
        assert client.post(page, {"code": code}).status_code == 302, code
        if born:
            client.post("/compte/activer/preuve/", {"birth_date": born})
        client.get("/compte/activer/preuve/", follow=True)
        password = "le chat dort sur la table"
        account = {"username": name, "password1": password, "password2": password}
        opened = client.post("/compte/activer/compte/", account)
        assert opened.headers.get("Location") == "/compte/bienvenue/", opened.content.decode()
        # Signed out, and in again with what was chosen.
        client.post("/compte/deconnexion/")
        signed = client.post("/compte/connexion/", {"login": name, "password": password})
        assert signed.status_code == 302, signed.content.decode()

    principal = browser()
    come_in(principal, *code_and_page(Path(paper).read_bytes()), "principale")
    assert principal.get("/equipe/").status_code == 200

    wish = {"audience": "GUARDIANS", "reach": "tout", "delivery": "POSTED"}
    asked = principal.post("/equipe/lettres/nouvelles/", wish)
    assert asked.status_code == 302, asked.content.decode()
    assert print_letters()
    file = LetterFile.objects.order_by("pk").first()
    assert file is not None, "no letters"
    address = f"/equipe/lettres/{file.batch.public_id}/fichiers/{file.public_id}/"
    printed = principal.get(address)
    assert printed.headers["Content-Type"] == "application/pdf"
    content = b"".join(printed.streaming_content)
    assert default_storage.exists(file.stored_as)

    code, page = code_and_page(content)
    born = {
        str(day)
        for day in Guardianship.objects.filter(
            guardian__in=Guardian.objects.filter(access_codes__digest=digest(code))
        ).values_list("student__birth_date", flat=True)
    }
    family = browser()
    come_in(family, code, page, "unefamille", born.pop())
    home = family.get("/famille/")
    assert home.status_code == 200
    sys.stdout.write("the family has signed in\n")


def digest(code: str) -> str:
    return codes_rules.digest(codes_rules.read_code(code))


if __name__ == "__main__":
    walk(sys.argv[1])

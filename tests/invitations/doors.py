"""The pages between a paper and a page of one’s own, as a browser sends them."""

import datetime as dt

from apps.invitations.codes import rules as codes_rules
from apps.schools.enums import Scope
from tests.factories.schools import (
    GuardianFactory,
    GuardianshipFactory,
    since,
)

BORN = dt.date(2013, 5, 17)
PASSPHRASE = "le chat dort sur la table"
CODE_PAGE = "/compte/activer/"
PROOF_PAGE = "/compte/activer/preuve/"
ACCOUNT_PAGE = "/compte/activer/compte/"
ATTACH_PAGE = "/compte/activer/rattacher/"
RESET_PAGE = "/compte/nouveau-mot-de-passe/"
CHOOSE_PAGE = "/compte/nouveau-mot-de-passe/choisir/"
NOTHING = "Ce code n’ouvre rien"


def guardian_of(student, *, scope=Scope.FULL, during=None, user=None, **names):
    guardian = GuardianFactory(school=student.school, user=user, **names)
    GuardianshipFactory(student=student, guardian=guardian, scope=scope, during=during or since())
    return guardian


def enter(client, code, page=CODE_PAGE):
    return client.post(page, {"code": codes_rules.on_paper(code)})


def prove(client, born=BORN):
    return client.post(PROOF_PAGE, {"birth_date": born.isoformat()})


def open_account(client, username="adiallo", **more):
    data = {"username": username, "password1": PASSPHRASE, "password2": PASSPHRASE, **more}
    return client.post(ACCOUNT_PAGE, data)

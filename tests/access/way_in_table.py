"""Who is answered what on the pages of a way in: codes on paper, letters, the counter."""

from __future__ import annotations

from typing import Any

from tests.access.actors import (
    ANONYMOUS,
    SIGNED_IN,
    TEAM,
)
from tests.access.cases import (
    NO_SUCH_METHOD,
    PAGE,
    PUBLIC,
    REFUSED,
    SIGN_IN,
    Case,
    sent_to,
)

# Those who look after accounts; the head of another school looks after their own.
OFFICE = ("principal", "digital_referent", "secretary")
OFFICES = (*OFFICE, "principal_elsewhere")
COLLEAGUES = tuple(actor for actor in TEAM if actor not in OFFICES)
# Nobody here has given their password a moment ago: every act asks for it first.
NOBODY_OF_THE_SCHOOL = ("stranger",)
PROVE_AGAIN = sent_to("account_reauthenticate")
NO_CODE_YET = {
    sent_to("invitations:activate"): (ANONYMOUS,),
    sent_to("home:start"): SIGNED_IN,
}


def of_letters(world: Any) -> dict[str, Any]:
    return {"public_id": world.letters.batch.public_id}


def of_file(world: Any) -> dict[str, Any]:
    return {**of_letters(world), "file": world.letters.public_id}


def of_invited(world: Any) -> dict[str, Any]:
    """A guardian of Inès who has no account yet."""
    return {"kind": "responsables", "public_id": world.invited.public_id}


def all_parents(world: Any) -> dict[str, str]:
    return {"audience": "GUARDIANS", "reach": "tout", "delivery": "POSTED"}


def of_colleague(world: Any) -> dict[str, Any]:
    """A teacher of the school who has no account yet."""
    return {"kind": "equipe", "public_id": world.newcomer.public_id}


def an_address(world: Any) -> dict[str, str]:
    return {"email": "nouvelle@lieu.example"}


def in_school(name: str) -> Any:
    """One of the schools where the secretary works, chosen in the address."""
    return lambda world: {"ecole": str(getattr(world, name).public_id)}


def words(world: Any) -> dict[str, str]:
    return {"signatory": "La principale"}


WAY_IN = {
    "a code, to open an account": Case("invitations:activate", get=PUBLIC, post=PUBLIC),
    "a code, for a new password": Case("invitations:new_password", get=PUBLIC, post=PUBLIC),
    "second proof, without a code": Case("invitations:prove", get=NO_CODE_YET, post=NO_CODE_YET),
    "new account, without a code": Case("invitations:account", get=NO_CODE_YET, post=NO_CODE_YET),
    "new password, without a code": Case(
        "invitations:choose_password", get=NO_CODE_YET, post=NO_CODE_YET
    ),
    "add to an account, without a code": Case(
        "invitations:attach",
        get={SIGN_IN: (ANONYMOUS,), sent_to("home:start"): SIGNED_IN},
        post={SIGN_IN: (ANONYMOUS,), sent_to("home:start"): SIGNED_IN},
    ),
    "welcome": Case(
        "invitations:welcome",
        get={
            PAGE: tuple(actor for actor in SIGNED_IN if actor not in NOBODY_OF_THE_SCHOOL),
            sent_to("home:start"): NOBODY_OF_THE_SCHOOL,
        },
    ),
    "one’s address": Case(
        "account_address",
        get={SIGN_IN: (ANONYMOUS,), PROVE_AGAIN: SIGNED_IN},
        post={SIGN_IN: (ANONYMOUS,), PROVE_AGAIN: SIGNED_IN},
    ),
    "one’s address, wrong link": Case(
        "account_confirm_address",
        arguments=lambda world: {"token": "faux"},
        get={SIGN_IN: (ANONYMOUS,), PAGE: SIGNED_IN},
        post={SIGN_IN: (ANONYMOUS,), PAGE: SIGNED_IN},
    ),
    "password again": Case(
        "account_reauthenticate",
        get={SIGN_IN: (ANONYMOUS,), PAGE: SIGNED_IN},
        post={SIGN_IN: (ANONYMOUS,), PAGE: SIGNED_IN},
    ),
    "letters": Case("invitations:letter_list", get={PAGE: OFFICES, REFUSED: COLLEAGUES}),
    "new letters": Case(
        "invitations:letter_create",
        data=all_parents,
        get={PROVE_AGAIN: OFFICES, REFUSED: COLLEAGUES},
        post={PROVE_AGAIN: OFFICES, REFUSED: COLLEAGUES},
    ),
    "words of the letters": Case(
        "invitations:letter_texts",
        data=words,
        get={PAGE: OFFICES, REFUSED: COLLEAGUES},
        post={sent_to("invitations:letter_list", writes=True): OFFICES, REFUSED: COLLEAGUES},
    ),
    "a batch of letters": Case(
        "invitations:letter_detail",
        arguments=of_letters,
        get={PAGE: OFFICE, REFUSED: COLLEAGUES},
    ),
    "a file of letters": Case(
        "invitations:letter_file",
        arguments=of_file,
        get={PROVE_AGAIN: OFFICES, REFUSED: COLLEAGUES},
    ),
    "try a file again": Case(
        "invitations:letter_retry",
        arguments=of_file,
        get=NO_SUCH_METHOD,
        post={
            sent_to("invitations:letter_detail", writes=True): OFFICE,
            REFUSED: COLLEAGUES,
        },
    ),
    "find a person": Case("invitations:person_list", get={PAGE: OFFICES, REFUSED: COLLEAGUES}),
    "a person to help": Case(
        "invitations:person_detail",
        arguments=of_invited,
        get={PAGE: OFFICE, REFUSED: COLLEAGUES},
    ),
    "let an account in again": Case(
        "invitations:person_unlock",
        arguments=of_invited,
        get=NO_SUCH_METHOD,
        # Nobody has an account here yet: there is nothing to open again.
        post={REFUSED: (*OFFICE, *COLLEAGUES)},
    ),
    "let the network in again": Case(
        "invitations:network_unlock",
        get=NO_SUCH_METHOD,
        post={
            sent_to("invitations:person_list", writes=True): OFFICES,
            REFUSED: COLLEAGUES,
        },
    ),
    "a code at the counter": Case(
        "invitations:person_code",
        arguments=of_invited,
        get=NO_SUCH_METHOD,
        post={PROVE_AGAIN: OFFICE, REFUSED: COLLEAGUES},
    ),
    "a letter to one person": Case(
        "invitations:person_letter",
        arguments=of_invited,
        get=NO_SUCH_METHOD,
        post={PROVE_AGAIN: OFFICE, REFUSED: COLLEAGUES},
    ),
    "accounts of the team": Case(
        "invitations:team_list",
        get={PROVE_AGAIN: OFFICES, REFUSED: COLLEAGUES},
        post={PROVE_AGAIN: OFFICES, REFUSED: COLLEAGUES},
    ),
    "mails to the team": Case(
        "invitations:team_mails",
        get={PROVE_AGAIN: OFFICES, REFUSED: COLLEAGUES},
        post={PROVE_AGAIN: OFFICES, REFUSED: COLLEAGUES},
    ),
    # The password is asked before the person is looked for: it tells nobody who exists.
    "a code by e-mail": Case(
        "invitations:person_mail",
        arguments=of_colleague,
        data=an_address,
        get={PROVE_AGAIN: OFFICES, REFUSED: COLLEAGUES},
        post={PROVE_AGAIN: OFFICES, REFUSED: COLLEAGUES},
    ),
    "never mind the e-mail": Case(
        "invitations:person_mail_cancel",
        arguments=of_colleague,
        get=NO_SUCH_METHOD,
        post={
            sent_to("invitations:person_detail", writes=True): OFFICE,
            REFUSED: COLLEAGUES,
        },
    ),
    "letters of this school": Case(
        "invitations:letter_list",
        query=in_school("school"),
        get={PAGE: OFFICE, REFUSED: COLLEAGUES},
    ),
    "letters of the school next door": Case(
        "invitations:letter_list",
        query=in_school("neighbour"),
        get={PAGE: ("secretary",), REFUSED: COLLEAGUES},
    ),
    "words of the school next door": Case(
        "invitations:letter_texts",
        query=in_school("neighbour"),
        data=words,
        get={PAGE: ("secretary",), REFUSED: COLLEAGUES},
        post={
            sent_to("invitations:letter_list", writes=True): ("secretary",),
            REFUSED: COLLEAGUES,
        },
    ),
    "new letters of the school next door": Case(
        "invitations:letter_create",
        query=in_school("neighbour"),
        data=all_parents,
        get={PROVE_AGAIN: ("secretary",), REFUSED: COLLEAGUES},
        post={PROVE_AGAIN: ("secretary",), REFUSED: COLLEAGUES},
    ),
}

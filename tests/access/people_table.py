"""Who is answered what on the team's pages about pupils and the accesses of their guardians."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tests.access.actors import FAMILIES, PUPILS, TEACHERS, TEAM
from tests.access.cases import (
    CUT,
    NO_SUCH_METHOD,
    PAGE,
    REFUSED,
    Case,
    of_row,
    page,
    sent_to,
)

OFFICE = ("cpe", "principal")
# They see Inès and who answers for her; her accesses are not theirs to touch.
ONLOOKERS = (*TEACHERS, "lead_teacher")
# A name, a class, whom to call: the directory, and nothing that hangs on the pupil.
DIRECTORY = ("secretary", "school_life", "nurse")
TO_THE_ACCESS = sent_to("schools:restriction_detail", writes=True)


def access_of(name: str) -> Callable[[Any], dict[str, Any]]:
    """Inès and the guardian of this account."""
    return lambda world: {
        "public_id": world.student.public_id,
        "guardian_id": world.people[name].guardians.get().public_id,
    }


def access_asked_back(world: Any) -> dict[str, Any]:
    """Cut, with no link left for a teacher to see; the principal asked to give it back."""
    return {"public_id": world.student.public_id, "guardian_id": world.asked.guardian.public_id}


def why(world: Any) -> dict[str, str]:
    return {"reason": "Jugement vu au secrétariat.", "sure": "on"}


def identity(world: Any) -> dict[str, str]:
    return {"name": "Collège Simone-Exemple", "school_life_phone": "01 99 00 41 12"}


def contacts(world: Any) -> dict[str, str]:
    """The one line typed, as the page sends it."""
    return {
        "contact-TOTAL_FORMS": "1",
        "contact-INITIAL_FORMS": "0",
        "contact-0-label": "Assistante sociale",
        "contact-0-phone": "01 99 00 41 13",
    }


# Somebody of the school who decides nothing of it.
COLLEAGUES = tuple(actor for actor in TEAM if actor not in ("principal", "principal_elsewhere"))
# Calendar and weeks are the digital referent's daily work too.
TOOLS = ("principal", "digital_referent")
NOT_THEIR_TOOLS = tuple(actor for actor in COLLEAGUES if actor not in TOOLS)


def year(world: Any) -> dict[str, str]:
    return {
        "starts_on": "2026-09-01",
        "ends_on": "2027-07-03",
        "count": "2",
        "from_1": "2026-09-01",
        "to_1": "2027-01-23",
        "from_2": "2027-01-25",
        "to_2": "2027-07-03",
    }


def closures(world: Any) -> dict[str, str]:
    return {
        "closure-TOTAL_FORMS": "1",
        "closure-INITIAL_FORMS": "0",
        "closure-0-label": "Journée pédagogique",
        "closure-0-starts_on": "2026-11-27",
    }


def hours(world: Any) -> dict[str, str]:
    return {
        "quiet_from": "19:00",
        "quiet_until": "07:00",
        "weekend_from_day": "4",
        "weekend_from_clock": "19:00",
        "weekend_until_day": "0",
        "weekend_until_clock": "07:00",
        "holidays_open": "on",
        "body": "head",
        "decided_on": "2026-11-25",
        "reason": "Pour des soirées calmes.",
    }


def one_zone(world: Any) -> dict[str, str]:
    return {"zone": "C", "first": "A"}


def settings(route: str, data: Any, to: str = "schools:settings") -> Case:
    return Case(
        route if ":" in route else f"schools:{route}",
        arguments=of_row("school"),
        data=data,
        get={PAGE: ("principal",), REFUSED: COLLEAGUES},
        post={sent_to(to, writes=True): ("principal",), REFUSED: COLLEAGUES},
    )


def tools(case: Case) -> Case:
    """The same page, for the digital referent as well."""
    answers = {("principal",): TOOLS, COLLEAGUES: NOT_THEIR_TOOLS}

    def widened(expected: Any) -> Any:
        return {answer: answers.get(actors, actors) for answer, actors in expected.items()}

    return replace(case, get=widened(case.get), post=widened(case.post))


def settings_button(route: str, to: str) -> Case:
    return Case(
        f"schools:{route}",
        arguments=of_row("school"),
        data=one_zone,
        get=NO_SUCH_METHOD,
        post={sent_to(to, writes=True): ("principal",), REFUSED: COLLEAGUES},
    )


def logo(space: str, readers: tuple[str, ...]) -> Case:
    """The picture of the school of Inès."""
    return Case(f"schools:{space}_logo", arguments=of_row("school"), get={PAGE: readers})


SETTINGS = {
    "settings": Case(
        "schools:settings",
        get={PAGE: (*TOOLS, "principal_elsewhere"), REFUSED: NOT_THEIR_TOOLS},
    ),
    "what has changed": Case(
        "schools:settings_history",
        arguments=of_row("school"),
        get={PAGE: TOOLS, REFUSED: NOT_THEIR_TOOLS},
    ),
    "name and phone": settings("settings_identity", identity),
    "people to call": settings("settings_contacts", contacts),
    "year and terms": settings("settings_year", year),
    "closures": tools(settings("settings_closures", closures, to="schools:settings_closures")),
    "fill the calendar": tools(settings_button("settings_fill", to="schools:settings_closures")),
    # No week is known yet: there is nothing to change, and the page says how to begin.
    "weeks": Case(
        "schools:settings_weeks",
        arguments=of_row("school"),
        get={PAGE: TOOLS, REFUSED: NOT_THEIR_TOOLS},
        post={PAGE: TOOLS, REFUSED: NOT_THEIR_TOOLS},
    ),
    "propose the weeks": tools(
        settings_button("settings_weeks_propose", to="schools:settings_weeks")
    ),
    # A form that is sent without its picture is shown again.
    "logo": Case(
        "schools:settings_logo",
        arguments=of_row("school"),
        get={PAGE: TOOLS, REFUSED: NOT_THEIR_TOOLS},
        post={PAGE: TOOLS, REFUSED: NOT_THEIR_TOOLS},
    ),
    "take the logo off": tools(settings_button("settings_logo_remove", to="schools:settings_logo")),
    "logo, team": logo("staff", tuple(a for a in TEAM if a != "principal_elsewhere")),
    "logo, family": logo("family", FAMILIES),
    "logo, pupil": logo("student", PUPILS),
    "open hours": settings("publication:opening_edit", hours, to="publication:staff_rules"),
    "minutes of work a day": settings("homework:settings_cap", lambda world: {"level_4e": "45"}),
}

# Who looks after the accounts prepares; a head decides, once they have said again who they are.
OFFICES = ("principal", "secretary", "digital_referent")
NOT_THEIR_TEAM = tuple(actor for actor in COLLEAGUES if actor not in OFFICES)
PROVE = sent_to("account_reauthenticate")


def of_team(**more: str) -> Callable[[Any], dict[str, Any]]:
    """The school of Inès, and the key of a row of its team."""

    def arguments(world: Any) -> dict[str, Any]:
        teacher = world.people["teacher"].staff_links.get()
        keys = {
            "person_id": teacher.public_id,
            "post_id": teacher.posts.get().public_id,
            "prepared_id": teacher.public_id,
        }
        return {"public_id": world.school.public_id} | {name: keys[name] for name in more.values()}

    return arguments


def decided(route: str, **more: str) -> Case:
    """What a head alone does, by a button."""
    return Case(
        f"schools:{route}",
        arguments=of_team(**more),
        get=NO_SUCH_METHOD,
        post={PROVE: ("principal",), REFUSED: COLLEAGUES},
    )


TEAM_PAGES = {
    "the team, of one’s school": Case(
        "schools:teams",
        get={
            PAGE: (*OFFICES, "principal_elsewhere"),
            REFUSED: NOT_THEIR_TEAM,
        },
    ),
    "the team": Case(
        "schools:team",
        arguments=of_row("school"),
        get={PAGE: OFFICES, REFUSED: NOT_THEIR_TEAM},
    ),
    "add a person": Case(
        "schools:team_add",
        arguments=of_row("school"),
        get={PROVE: OFFICES, REFUSED: NOT_THEIR_TEAM},
        post={PROVE: OFFICES, REFUSED: NOT_THEIR_TEAM},
    ),
    "leave substitutes to the office": decided("team_delegate"),
    "confirm what is prepared": decided("team_confirm", row="prepared_id"),
    # Nothing of that key was prepared.
    "set aside what is prepared": Case(
        "schools:team_set_aside",
        arguments=of_team(row="prepared_id"),
        get=NO_SUCH_METHOD,
        post={REFUSED: NOT_THEIR_TEAM},
    ),
    "end a post": Case(
        "schools:post_end",
        arguments=of_team(row="post_id"),
        get={PROVE: ("principal",), REFUSED: COLLEAGUES},
        post={PROVE: ("principal",), REFUSED: COLLEAGUES},
    ),
    "give back what was ended": decided("post_give_back", row="post_id"),
    "classes of a colleague": Case(
        "schools:team_classes",
        arguments=of_team(row="person_id"),
        get={PROVE: ("principal",), REFUSED: COLLEAGUES},
        post={PROVE: ("principal",), REFUSED: COLLEAGUES},
    ),
    "take a class back": decided("team_class_end", row="person_id"),
    "this one is the principal": decided("team_principal", row="person_id"),
    # The name of a teacher of the files is corrected in STS-WEB; the password is asked for first.
    "correct a name": Case(
        "schools:team_name",
        arguments=of_team(row="person_id"),
        get={PROVE: OFFICES, REFUSED: NOT_THEIR_TEAM},
        post={PROVE: OFFICES, REFUSED: NOT_THEIR_TEAM},
    ),
    "two rows of one person": Case(
        "schools:team_unite",
        arguments=lambda world: {
            **of_team(row="person_id")(world),
            "other_id": world.people["lead_teacher"].staff_links.get().public_id,
        },
        get={PROVE: ("principal",), REFUSED: COLLEAGUES},
        post={PROVE: ("principal",), REFUSED: COLLEAGUES},
    ),
}

PEOPLE = {
    **TEAM_PAGES,
    # Who has the server names who reads it (manage.py operator): no office of a school does.
    "state of the service": Case("operation:state", get={}),
    "class of Inès": Case(
        "home:lead_class",
        arguments=lambda world: {"public_id": world.teaching.division.public_id},
        get={PAGE: ("lead_teacher", *OFFICE), REFUSED: TEACHERS},
    ),
    "search": Case(
        "home:search",
        query=lambda world: {"q": "diallo"},
        get={PAGE: TEAM},
    ),
    "a colleague": Case(
        "schools:colleague",
        arguments=lambda world: {"public_id": world.people["teacher"].staff_links.get().public_id},
        get={PAGE: tuple(actor for actor in TEAM if actor != "principal_elsewhere")},
    ),
    "pupils": Case("schools:student_list", get={PAGE: TEAM}),
    "who teaches the class of Inès": Case(
        "schools:class_team",
        arguments=lambda world: {"public_id": world.teaching.division.public_id},
        get={PAGE: (*ONLOOKERS, *OFFICE, *DIRECTORY)},
    ),
    "sheet of Inès": Case(
        "schools:student_detail",
        arguments=of_row("student"),
        get={PAGE: (*ONLOOKERS, *OFFICE, *DIRECTORY)},
    ),
    "page of Léo": Case(
        "schools:student_detail",
        arguments=of_row("other_student"),
        get={PAGE: (*ONLOOKERS, *OFFICE, *DIRECTORY)},
    ),
    "cut accesses": Case(
        "schools:restriction_list",
        get={
            PAGE: (*OFFICE, "principal_elsewhere"),
            REFUSED: tuple(a for a in TEAM if a not in (*OFFICE, "principal_elsewhere")),
        },
    ),
    "an access": Case(
        "schools:restriction_detail",
        arguments=access_of("guardian"),
        get={PAGE: OFFICE, REFUSED: ONLOOKERS},
    ),
    # The teacher who is a parent of Léo learns nothing of the other parent from the school.
    "access of the other parent of Léo": Case(
        "schools:restriction_detail",
        arguments=lambda world: {
            "public_id": world.other_student.public_id,
            "guardian_id": world.people["guardian_of_classmate"].guardians.get().public_id,
        },
        get={PAGE: OFFICE, REFUSED: ("teacher", "lead_teacher")},
    ),
    "an access that is cut": Case(
        "schools:restriction_detail",
        arguments=access_of("guardian_blocked"),
        get={page(CUT): OFFICE, REFUSED: ONLOOKERS},
    ),
    "cut an access": Case(
        "schools:restriction_create",
        arguments=access_of("guardian"),
        data=why,
        get={PAGE: OFFICE, REFUSED: ONLOOKERS},
        post={TO_THE_ACCESS: OFFICE, REFUSED: ONLOOKERS},
    ),
    "ask it back": Case(
        "schools:restriction_lift",
        arguments=access_of("guardian_blocked"),
        data=why,
        get={PAGE: OFFICE, REFUSED: ONLOOKERS},
        post={TO_THE_ACCESS: OFFICE, REFUSED: ONLOOKERS},
    ),
    "give it back, nobody asked": Case(
        "schools:restriction_confirm",
        arguments=access_of("guardian_blocked"),
        get=NO_SUCH_METHOD,
        post={REFUSED: (*OFFICE, *ONLOOKERS)},
    ),
    "give it back": Case(
        "schools:restriction_confirm",
        arguments=access_asked_back,
        get=NO_SUCH_METHOD,
        post={TO_THE_ACCESS: ("cpe",), REFUSED: ("principal",)},
    ),
    "keep it cut, nobody asked": Case(
        "schools:restriction_refuse",
        arguments=access_of("guardian_blocked"),
        get=NO_SUCH_METHOD,
        post={sent_to("schools:restriction_detail"): OFFICE, REFUSED: ONLOOKERS},
    ),
    "keep it cut": Case(
        "schools:restriction_refuse",
        arguments=access_asked_back,
        get=NO_SUCH_METHOD,
        post={TO_THE_ACCESS: OFFICE},
    ),
}

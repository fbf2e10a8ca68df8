import pytest
import time_machine

from tests.world import LONG_AFTER, STUDENT_AT, build_world

pytestmark = pytest.mark.django_db


def test_smoke(client):
    world = build_world()
    with time_machine.travel(LONG_AFTER, tick=False):
        for who, urls in {
            "guardian": ["/famille/", "/famille/resultats/", f"/famille/resultats/{world.result.public_id}/"],
            "guardian_care": ["/famille/"],
            "pupil": ["/eleve/", "/eleve/resultats/", f"/eleve/resultats/{world.result.public_id}/"],
            "teacher": ["/equipe/", "/equipe/evaluations/", "/equipe/evaluations/nouvelle/"] + [f"/equipe/evaluations/{world.assessment.public_id}/{x}" for x in ("", "modifier/", "notes/", "copies-rendues/")],
            "principal": ["/equipe/"],
            "stranger": ["/"],
        }.items():
            client.force_login(world.people[who])
            for url in urls:
                r = client.get(url)
                print(who, url, r.status_code, len(r.content))
                assert r.status_code == 200, r.content[:3000]
    with time_machine.travel(STUDENT_AT, tick=False):
        client.force_login(world.people["guardian"])
        r = client.get(f"/famille/resultats/{world.result.public_id}/")
        print(r.content.decode())

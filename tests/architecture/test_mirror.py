"""Tests stand as the apps do: a folder an app, a folder a room, so that nobody looks for them."""

from tests.architecture.house import ROOMS, THEATRE
from tests.architecture.sources import ROOT

# What tests read and no room holds.
BESIDES = {
    ("homework", "timetables"): "calendars, as the programs of schools write them",
}


def folders(path):
    return {one.name for one in path.iterdir() if one.is_dir() and one.name != "__pycache__"}


def test_every_app_has_its_tests():
    assert set(ROOMS) - folders(ROOT / "tests") == set()


def test_a_folder_of_tests_is_a_room():
    strangers = {
        f"{app}/{folder}"
        for app, rooms in ROOMS.items()
        for folder in folders(ROOT / "tests" / app) - set(rooms) - THEATRE.get(app, set())
        if (app, folder) not in BESIDES
    }

    assert strangers == set()


def test_every_room_has_its_tests():
    untried = {
        f"{app}/{room}"
        for app, rooms in ROOMS.items()
        for room in set(rooms) - folders(ROOT / "tests" / app)
    }

    assert untried == set()

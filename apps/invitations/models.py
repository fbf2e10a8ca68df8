"""Ways in as rows: what was given to whom.

A code itself is nowhere in the database: only its keyed digest. It exists on paper, and in the PDF
until that file is removed.
"""

from __future__ import annotations

import datetime as dt
import uuid
from functools import reduce
from operator import or_
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from apps.invitations.enums import CodeEnd, MailEnd, Purpose
from apps.notices.enums import Delivery
from apps.notices.models import (
    Letter,
    LetterBatch,
    LetterFile,
    OfficeQuerySet,
    Person,
    column_of,
    one_person,
)
from apps.schools.models import Guardian, NotebookAccess, SchoolRow, Staff, Student
from apps.schools.offices import Office, in_office
from coeduc.access import Capacity, Reader
from coeduc.database import SameSchool
from coeduc.leases import Leased, LeasedQuerySet, lease_is_whole

# Whom a code lets in: a person of the files, or a relative whom a guardian trusts.
CodeHolder = Person | NotebookAccess


def holder_column(holder: CodeHolder) -> str:
    """The column of a code that names ``holder``."""
    return "access" if isinstance(holder, NotebookAccess) else column_of(holder)


def _of_one_person() -> Q:
    """A letter and a code of the same batch are one person's."""
    kinds = ("guardian", "student", "staff")
    return reduce(or_, (Q(**{kind: OuterRef(kind)}) for kind in kinds))


class AccessCodeQuerySet(models.QuerySet):
    def visible_to(self, reader: Reader, *, at: dt.datetime) -> Self:
        """The office sees that a code was given, never the code: nobody has it but the paper.

        What a guardian gives to a relative is between them.
        """
        if reader.capacity is not Capacity.STAFF:
            return self.none()
        return self.filter(in_office(reader, Office.ACCOUNTS, at=at), access=None)

    def unused(self) -> Self:
        return self.filter(used_at=None, cancelled_at=None)

    def open(self, *, at: dt.datetime) -> Self:
        """What still opens something."""
        return self.unused().filter(expires_at__gt=at)

    def in_hand(self, *, at: dt.datetime) -> Self:
        """Those somebody may hold: given at the counter, in a file still there, or printed.

        Nobody writes down a printing. What proves it once the file is gone: a code of that very
        file has been used.
        """
        used = AccessCode.objects.filter(_of_one_person(), batch=OuterRef("batch")).exclude(
            used_at=None
        )
        neighbours = Letter.objects.filter(Exists(used), file=OuterRef("file"))
        letters = Letter.objects.filter(_of_one_person(), batch=OuterRef("batch"))
        there = Q(file__in=LetterFile.objects.there(at=at))
        return self.filter(Q(batch=None) | Exists(letters.filter(there | Exists(neighbours))))


class AccessCode(SchoolRow):
    """A way in for one person, once, for a time. Guesses are counted on the row itself."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    guardian = models.ForeignKey(Guardian, models.PROTECT, null=True, related_name="access_codes")
    student = models.ForeignKey(Student, models.PROTECT, null=True, related_name="access_codes")
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="access_codes")
    access = models.ForeignKey(
        NotebookAccess, models.PROTECT, null=True, related_name="access_codes"
    )
    purpose = models.CharField(_("usage"), max_length=10, choices=Purpose)
    digest = models.CharField(_("empreinte"), max_length=64, unique=True)
    delivery = models.CharField(_("remise"), max_length=6, choices=Delivery)
    batch = models.ForeignKey(
        LetterBatch, models.PROTECT, null=True, blank=True, related_name="codes"
    )
    # Nobody: given on the server, by ``manage.py open_account``.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(_("donné le"))
    expires_at = models.DateTimeField(_("valable jusqu’au"))
    wrong_answers = models.PositiveSmallIntegerField(_("réponses fausses"), default=0)
    used_at = models.DateTimeField(_("utilisé le"), null=True, blank=True)
    used_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    cancelled_at = models.DateTimeField(_("annulé le"), null=True, blank=True)
    cancelled_because = models.CharField(_("motif"), max_length=14, choices=CodeEnd, blank=True)

    objects = AccessCodeQuerySet.as_manager()

    class Meta:
        # Of the notices until letters served others than codes.
        db_table = "notices_accesscode"
        verbose_name = _("code d’accès")
        verbose_name_plural = _("codes d’accès")
        constraints = [
            SameSchool(field="guardian", name="notices_accesscode_same_school_guardian"),
            SameSchool(field="student", name="notices_accesscode_same_school_student"),
            SameSchool(field="staff", name="notices_accesscode_same_school_staff"),
            SameSchool(field="access", name="invitations_accesscode_same_school_access"),
            SameSchool(field="batch", name="notices_accesscode_same_school_batch"),
            models.CheckConstraint(
                condition=one_person("access"), name="access_code_for_one_person"
            ),
            models.CheckConstraint(
                condition=Q(purpose__in=Purpose.values), name="access_code_purpose_is_known"
            ),
            models.CheckConstraint(
                condition=Q(used_at=None, used_by=None)
                | Q(used_at__isnull=False, used_by__isnull=False),
                name="access_code_used_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(used_at=None) | Q(cancelled_at=None), name="access_code_has_one_end"
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None) ^ ~Q(cancelled_because=""),
                name="access_code_cancelled_with_a_reason",
            ),
            *(
                models.UniqueConstraint(
                    fields=[kind, "purpose"],
                    condition=Q(used_at=None, cancelled_at=None),
                    name=f"access_code_one_open_a_{kind}",
                )
                for kind in ("guardian", "student", "staff", "access")
            ),
        ]

    @property
    def person(self) -> CodeHolder:
        """Whom it is for; the relation must have been fetched."""
        return self.guardian or self.student or self.staff or self.access  # type: ignore[return-value]


class CodeMailQuerySet(LeasedQuerySet, OfficeQuerySet):  # type: ignore[override]
    since = ("not_before",)

    def waiting(self) -> Self:
        """Neither sent nor given up."""
        return self.filter(sent_at=None, cancelled_at=None)

    def due(self, *, at: dt.datetime) -> Self:
        return super().due(at=at).filter(not_before__lte=at)


class CodeMail(Leased, SchoolRow):
    """«Activez votre compte», to a colleague whose address the school knows; «lisez le cahier», to
    a relative at the address that a guardian typed.

    The code is made when the mail leaves, in the same transaction: it is nowhere before.
    """

    public_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="code_mails")
    access = models.ForeignKey(NotebookAccess, models.PROTECT, null=True, related_name="code_mails")
    address = models.EmailField(_("adresse"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("demandé le"))
    not_before = models.DateTimeField(_("pas avant le"))
    sent_at = models.DateTimeField(_("envoyé le"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("abandonné le"), null=True, blank=True)
    cancelled_because = models.CharField(
        _("motif de l’abandon"), max_length=12, choices=MailEnd, blank=True
    )

    objects = CodeMailQuerySet.as_manager()

    class Meta:
        db_table = "notices_codemail"
        verbose_name = _("code par e-mail")
        verbose_name_plural = _("codes par e-mail")
        constraints = [
            SameSchool(field="staff", name="notices_codemail_same_school_staff"),
            SameSchool(field="access", name="invitations_codemail_same_school_access"),
            models.CheckConstraint(
                condition=Q(staff__isnull=False, access=None) | Q(staff=None, access__isnull=False),
                name="code_mail_for_one_person",
            ),
            models.UniqueConstraint(
                fields=["access"],
                condition=Q(sent_at=None, cancelled_at=None),
                name="code_mail_one_waiting_an_access",
            ),
            models.UniqueConstraint(
                fields=["staff"],
                condition=Q(sent_at=None, cancelled_at=None),
                name="code_mail_one_waiting",
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(cancelled_at=None), name="code_mail_has_one_end"
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None) ^ ~Q(cancelled_because=""),
                name="code_mail_cancelled_with_a_reason",
            ),
            lease_is_whole("code_mail_lease_is_whole"),
        ]
        indexes = [
            models.Index(
                fields=["not_before"],
                condition=Q(sent_at=None, cancelled_at=None),
                name="code_mail_due",
            ),
        ]

    @property
    def person(self) -> Staff | NotebookAccess:
        """Whom it is for; the relation must have been fetched."""
        return self.staff or self.access  # type: ignore[return-value]

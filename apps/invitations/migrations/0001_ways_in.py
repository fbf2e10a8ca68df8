import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import coeduc.database


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("notices", "0006_code_given_on_the_server"),
        ("schools", "0010_a_clock_somebody_said"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # The tables are there already, with their constraints: only their app changes.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="AccessCode",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "public_id",
                            models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                        ),
                        (
                            "purpose",
                            models.CharField(
                                choices=[
                                    ("ACTIVATION", "activation"),
                                    ("RESET", "nouveau mot de passe"),
                                ],
                                max_length=10,
                                verbose_name="usage",
                            ),
                        ),
                        (
                            "digest",
                            models.CharField(max_length=64, unique=True, verbose_name="empreinte"),
                        ),
                        (
                            "delivery",
                            models.CharField(
                                choices=[
                                    ("POSTED", "par la poste"),
                                    ("HANDED", "remis en main propre"),
                                    ("MAILED", "par e-mail"),
                                ],
                                max_length=6,
                                verbose_name="remise",
                            ),
                        ),
                        ("created_at", models.DateTimeField(verbose_name="donné le")),
                        ("expires_at", models.DateTimeField(verbose_name="valable jusqu’au")),
                        (
                            "wrong_answers",
                            models.PositiveSmallIntegerField(
                                default=0, verbose_name="réponses fausses"
                            ),
                        ),
                        (
                            "used_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="utilisé le"),
                        ),
                        (
                            "cancelled_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="annulé le"),
                        ),
                        (
                            "cancelled_because",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("REPLACED", "remplacé par un code plus récent"),
                                    ("TOO_MANY_TRIES", "trop de réponses fausses"),
                                    ("WITHDRAWN", "annulé par le collège"),
                                ],
                                max_length=14,
                                verbose_name="motif",
                            ),
                        ),
                        (
                            "batch",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="codes",
                                to="notices.letterbatch",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "guardian",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="access_codes",
                                to="schools.guardian",
                            ),
                        ),
                        (
                            "school",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="schools.school",
                                verbose_name="établissement",
                            ),
                        ),
                        (
                            "staff",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="access_codes",
                                to="schools.staff",
                            ),
                        ),
                        (
                            "student",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="access_codes",
                                to="schools.student",
                            ),
                        ),
                        (
                            "used_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "code d’accès",
                        "verbose_name_plural": "codes d’accès",
                        "db_table": "notices_accesscode",
                        "constraints": [
                            coeduc.database.SameSchool(
                                field="guardian", name="notices_accesscode_same_school_guardian"
                            ),
                            coeduc.database.SameSchool(
                                field="student", name="notices_accesscode_same_school_student"
                            ),
                            coeduc.database.SameSchool(
                                field="staff", name="notices_accesscode_same_school_staff"
                            ),
                            coeduc.database.SameSchool(
                                field="batch", name="notices_accesscode_same_school_batch"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("guardian__isnull", False),
                                        ("staff", None),
                                        ("student", None),
                                    ),
                                    models.Q(
                                        ("guardian", None),
                                        ("staff", None),
                                        ("student__isnull", False),
                                    ),
                                    models.Q(
                                        ("guardian", None),
                                        ("staff__isnull", False),
                                        ("student", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="access_code_for_one_person",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("purpose__in", ["ACTIVATION", "RESET"])),
                                name="access_code_purpose_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("used_at", None), ("used_by", None)),
                                    models.Q(
                                        ("used_at__isnull", False), ("used_by__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="access_code_used_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("used_at", None), ("cancelled_at", None), _connector="OR"
                                ),
                                name="access_code_has_one_end",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("cancelled_at", None),
                                    models.Q(("cancelled_because", ""), _negated=True),
                                    _connector="XOR",
                                ),
                                name="access_code_cancelled_with_a_reason",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("cancelled_at", None), ("used_at", None)),
                                fields=("guardian", "purpose"),
                                name="access_code_one_open_a_guardian",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("cancelled_at", None), ("used_at", None)),
                                fields=("student", "purpose"),
                                name="access_code_one_open_a_student",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("cancelled_at", None), ("used_at", None)),
                                fields=("staff", "purpose"),
                                name="access_code_one_open_a_staff",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CodeMail",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("lease", models.UUIDField(blank=True, editable=False, null=True)),
                        ("leased_until", models.DateTimeField(blank=True, null=True)),
                        ("claimed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        (
                            "public_id",
                            models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                        ),
                        ("address", models.EmailField(max_length=254, verbose_name="adresse")),
                        ("created_at", models.DateTimeField(verbose_name="demandé le")),
                        ("not_before", models.DateTimeField(verbose_name="pas avant le")),
                        (
                            "sent_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="envoyé le"),
                        ),
                        (
                            "cancelled_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="abandonné le"
                            ),
                        ),
                        (
                            "cancelled_because",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("REPLACED", "remplacé par un envoi plus récent"),
                                    ("WITHDRAWN", "annulé par le collège"),
                                    (
                                        "NOT_ALLOWED",
                                        "le compte est déjà ouvert, ou la personne est partie",
                                    ),
                                    ("GAVE_UP", "trop d’essais sans succès"),
                                ],
                                max_length=12,
                                verbose_name="motif de l’abandon",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "school",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="schools.school",
                                verbose_name="établissement",
                            ),
                        ),
                        (
                            "staff",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="code_mails",
                                to="schools.staff",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "code par e-mail",
                        "verbose_name_plural": "codes par e-mail",
                        "db_table": "notices_codemail",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("cancelled_at", None), ("sent_at", None)),
                                fields=["not_before"],
                                name="code_mail_due",
                            )
                        ],
                        "constraints": [
                            coeduc.database.SameSchool(
                                field="staff", name="notices_codemail_same_school_staff"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("cancelled_at", None), ("sent_at", None)),
                                fields=("staff",),
                                name="code_mail_one_waiting",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("sent_at", None), ("cancelled_at", None), _connector="OR"
                                ),
                                name="code_mail_has_one_end",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("cancelled_at", None),
                                    models.Q(("cancelled_because", ""), _negated=True),
                                    _connector="XOR",
                                ),
                                name="code_mail_cancelled_with_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("lease", None), ("leased_until", None)),
                                    models.Q(
                                        ("lease__isnull", False), ("leased_until__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="code_mail_lease_is_whole",
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]

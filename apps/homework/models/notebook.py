"""Lessons and works of the notebook: an official document, corrected and never deleted.

What is written is a version with the instant at which families read it: the version shown is the
greatest whose instant has come. A draft has none; what is given at night appears at the next open
minute of the school (note of the ministry of 10 July 2025), and no job is needed for it.
"""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypedDict, cast

import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from apps.homework.load import rules as load_rules
from apps.schools.entrusted import entrusted_keys
from apps.schools.links import DAILY, open_to_family, own_schools
from apps.schools.models import School, SchoolRow, Staff, Student, Teaching
from apps.schools.models.structure import of_teachings_seen
from apps.schools.rosters import given_to, taught_to, teachings_known
from coeduc import rich_text
from coeduc.access import Capacity, Reader
from coeduc.database import SameSchool, SchoolKey

if TYPE_CHECKING:
    from django.db.models import QuerySet


def followed(reader: Reader, *, at: dt.datetime) -> QuerySet[Student]:
    """The pupils whose notebook this reader opens: themselves, or their children; else nobody."""
    match reader.capacity:
        case Capacity.STUDENT:
            return Student.objects.filter(user=reader.user)
        case Capacity.FAMILY:
            mine = open_to_family(reader, DAILY, at=at, student="pk")
            return Student.objects.filter(mine)
        case _:
            return Student.objects.none()


def read_by(reader: Reader, *, at: dt.datetime) -> QuerySet[Student]:
    """The pupils of whose class this reader opens the notebook: ``followed``, or those a relative
    was trusted with, of whom nothing of their own is read: no tick, no file, no adapted work."""
    if reader.capacity is Capacity.TRUSTED:
        return Student.objects.filter(pk__in=entrusted_keys(reader, at=at))
    return followed(reader, at=at)


def followed_keys(reader: Reader, *, at: dt.datetime) -> QuerySet[Student] | list[int]:
    """Of ``followed``: literal keys where a request has read them, else the set that says them."""
    known = teachings_known(reader, DAILY, at=at)
    return followed(reader, at=at) if known is None else list(known)


class NotebookQuerySet(models.QuerySet):
    """Lessons or works; ``versions`` is their history."""

    # Of what the team reads; families never read anything of a draft, discarded or not.
    NOT_DISCARDED: ClassVar[dict[str, None]] = {"discarded_at": None}

    def visible_to(self, reader: Reader, *, at: dt.datetime) -> Self:
        """Families, relatives, pupils: their teachings, once something can be read.

        Staff: as teachings.
        """
        if reader.capacity is Capacity.STAFF:
            return self.filter(of_teachings_seen(reader, at=at), **self.NOT_DISCARDED)
        return self.filter(self.open_to(reader, at=at), self._readable(at))

    def open_to(self, reader: Reader, *, at: dt.datetime, path: str = "") -> Q:
        """The row at this path of another one is of a teaching of this pupil or family, and for
        them. Literal keys where they are known: the database then opens these teachings' alone."""
        known = teachings_known(reader, DAILY, at=at)
        if known is not None:
            taught = Q(
                **{f"{path}teaching__in": tuple(dict.fromkeys(itertools.chain(*known.values())))}
            )
            return own_schools(reader, at=at) & taught & self._made_for(list(known), path)
        students = read_by(reader, at=at)
        taught = taught_to(students, at=at, teaching=f"{path}teaching")
        if reader.capacity is Capacity.TRUSTED:
            return taught & self._made_for_all(path)
        return taught & self._made_for(students, path)

    def with_last_state(self) -> Self:
        """Lessons with their last state: ``last_html``, ``last_question``, ``last_visible_at``."""
        last = LessonVersion.objects.filter(lesson=OuterRef("pk")).order_by("-n")
        return self.annotate(
            last_html=Subquery(last.values("html")[:1]),
            last_question=Subquery(last.values("question")[:1]),
            last_visible_at=Subquery(last.values("visible_at")[:1]),
        ).select_related("teaching__subject", "teaching__division", "teaching__group")

    def _made_for(self, _students: Any, _path: str) -> Q:
        return Q()

    def _made_for_all(self, _path: str) -> Q:
        return Q()

    def _readable(self, at: dt.datetime) -> Q:
        model: Any = self.model
        versions = model._meta.get_field("versions").related_model.objects
        link = {model._meta.model_name: OuterRef("pk")}
        return Q(Exists(versions.filter(visible_at__lte=at, **link)))


class WithLastState(TypedDict):
    """What ``with_last_state`` adds; None where nothing was written."""

    last_html: str | None
    last_question: str | None
    last_visible_at: dt.datetime | None


class HomeworkQuerySet(NotebookQuerySet):
    NOT_DISCARDED: ClassVar[dict[str, None]] = {"lesson__discarded_at": None}

    def _made_for(self, students: Any, path: str) -> Q:
        """Adapted work exists for the pupils it was made for, and for nobody else."""
        chosen = HomeworkStudent.objects.filter(
            homework=OuterRef(f"{path}pk"), student__in=students
        )
        return self._made_for_all(path) | Q(Exists(chosen))

    def _made_for_all(self, path: str) -> Q:
        return Q(**{f"{path}is_adapted": False})


class NotebookVersionQuerySet(models.QuerySet):
    """States of lessons or works."""

    def current(self, *, at: dt.datetime) -> Self:
        """What is read at ``at``: the greatest version whose instant has come."""
        newer = self._newer().filter(visible_at__lte=at)
        return self.filter(visible_at__lte=at).exclude(Exists(newer))

    def with_correction(self, *, at: dt.datetime) -> Self:
        """``was_corrected``: another state was read before. One that was replaced while it was a
        draft, or before its time, was nobody's to read."""
        model: Any = self.model
        before = model.objects.filter(
            **{model.OF: OuterRef(model.OF)}, n__lt=OuterRef("n"), visible_at__lte=at
        )
        return self.annotate(was_corrected=Exists(before))

    def latest(self) -> Self:  # type: ignore[override] # a set, not a row
        """What was written last, drafts included: for those who write."""
        return self.exclude(Exists(self._newer()))

    def given(self) -> Self:
        """What stands or will stand, scheduled states included, drafts left out."""
        return self.exclude(visible_at=None).exclude(Exists(self._newer().exclude(visible_at=None)))

    def visible_to(self, reader: Reader, *, at: dt.datetime) -> Self:
        """Staff read every state of what they see; the others what is current."""
        model: Any = self.model
        path = f"{model.OF}__"
        parent = model._meta.get_field(model.OF).related_model
        if reader.capacity is not Capacity.STAFF:
            return self.current(at=at).filter(parent.objects.open_to(reader, at=at, path=path))
        stands = {f"{path}{name}": None for name in parent.objects.none().NOT_DISCARDED}
        return self.filter(of_teachings_seen(reader, at=at, teaching=f"{path}teaching"), **stands)

    def _newer(self) -> Self:
        model: Any = self.model
        return model.objects.filter(**{model.OF: OuterRef(model.OF)}, n__gt=OuterRef("n"))


class HomeworkVersionQuerySet(NotebookVersionQuerySet):
    def weighing_on(self, division: Any) -> Self:
        """What stands or will stand for a class, given to it or to groups of its pupils.

        Scheduled works count as soon as they are written: colleagues agree before, not after.
        """
        return self.filter(
            given_to(division, at=None, teaching="homework__teaching"),
            # A group of last year had some of these pupils, and its works were of last year.
            homework__teaching__year=division.year_id,
            school=division.school_id,
            is_cancelled=False,
        ).given()


class LessonManager(models.Manager.from_queryset(NotebookQuerySet)):  # type: ignore[misc] # made
    """Every lesson but those discarded: the same place may be written again."""

    def get_queryset(self) -> NotebookQuerySet:
        return cast("NotebookQuerySet", super().get_queryset().filter(discarded_at=None))


class Lesson(SchoolRow):
    """One lesson of one teaching, on one day; ``rank`` tells two of the same day apart.

    ``discarded_at``: a draft that no family ever read was taken back; it is nowhere any more.
    """

    public_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    teaching = models.ForeignKey(Teaching, models.PROTECT, related_name="lessons")
    day = models.DateField(_("jour du cours"))
    rank = models.PositiveSmallIntegerField(_("rang dans la journée"), default=1)
    author = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("créée le"))
    discarded_at = models.DateTimeField(_("écartée le"), null=True, blank=True)

    objects = LessonManager()

    class Meta:
        verbose_name = _("séance")
        verbose_name_plural = _("séances")
        constraints = [
            SchoolKey(name="homework_lesson_school"),
            SameSchool(field="teaching", name="homework_lesson_same_school_teaching"),
            SameSchool(field="author", name="homework_lesson_same_school_author"),
            models.UniqueConstraint(
                fields=["teaching", "day", "rank"],
                condition=Q(discarded_at=None),
                name="lesson_once",
                violation_error_message=_("Cette séance est déjà dans le cahier de textes."),
            ),
        ]
        indexes = [models.Index(fields=["teaching", "day"], name="lesson_by_day")]
        triggers = [pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)]


class NotebookVersion(SchoolRow):
    """What every state says of itself. ``visible_at`` is None for a draft.

    The content never changes. The instant may be set or put off while nobody can read the state:
    the services see to it, and a passed instant is never moved.
    """

    n = models.PositiveSmallIntegerField(_("version"))
    source = models.CharField(_("texte"), max_length=rich_text.LONGEST, blank=True)
    html = models.TextField(_("texte mis en page"), blank=True)
    visible_at = models.DateTimeField(_("visible à partir de"), null=True, blank=True)
    entered_at = models.DateTimeField(_("écrit le"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField(_("motif de la correction"), max_length=200, blank=True)

    objects = NotebookVersionQuerySet.as_manager()

    class Meta:
        abstract = True


HISTORY = [
    pgtrigger.ReadOnly(name="content_is_append_only", exclude=["visible_at"]),
    pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
]


class LessonVersion(NotebookVersion):
    """What was done in class, and the question for home."""

    OF = "lesson"

    lesson = models.ForeignKey(Lesson, models.PROTECT, related_name="versions")
    question = models.CharField(_("question pour la maison"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("version d’une séance")
        verbose_name_plural = _("versions d’une séance")
        constraints = [
            SameSchool(field="lesson", name="homework_lessonversion_same_school_lesson"),
            models.UniqueConstraint(fields=["lesson", "n"], name="lesson_version_once"),
            models.CheckConstraint(condition=Q(n__gte=1), name="lesson_version_starts_at_one"),
        ]
        triggers = HISTORY


class Homework(SchoolRow):
    """Something to do for a day, given with a lesson. ``is_adapted``: for chosen pupils only."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    lesson = models.ForeignKey(Lesson, models.PROTECT, related_name="works")
    # Repeated from the lesson: families and loads are asked by teaching.
    teaching = models.ForeignKey(Teaching, models.PROTECT, related_name="works")
    is_adapted = models.BooleanField(_("adapté, pour des élèves choisis"), default=False)
    created_at = models.DateTimeField(_("créé le"))

    objects = HomeworkQuerySet.as_manager()

    class Meta:
        verbose_name = _("travail à faire")
        verbose_name_plural = _("travaux à faire")
        constraints = [
            SchoolKey(name="homework_homework_school"),
            SameSchool(field="lesson", name="homework_homework_same_school_lesson"),
            SameSchool(field="teaching", name="homework_homework_same_school_teaching"),
        ]
        triggers = [pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)]


class HomeworkVersion(NotebookVersion):
    """What is to be done, for when, how long, with what, and how without a screen.

    ``is_test``: a test announced for that day, and what to revise; nothing else is said of it.
    """

    OF = "homework"

    # Their own indexes would be taken instead of those below, which know the day or the number.
    school = models.ForeignKey(
        School, models.PROTECT, db_index=False, verbose_name=_("établissement")
    )
    homework = models.ForeignKey(Homework, models.PROTECT, related_name="versions", db_index=False)
    due_on = models.DateField(_("pour le"))
    minutes = models.PositiveSmallIntegerField(
        _("minutes"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(load_rules.LONGEST)],
    )
    needs_screen = models.BooleanField(_("écran nécessaire"), default=False)
    needs_printer = models.BooleanField(_("imprimante nécessaire"), default=False)
    offline_way = models.CharField(_("sans écran, comment faire"), max_length=200, blank=True)
    over_cap_reason = models.CharField(
        _("pourquoi au-delà du repère du collège"), max_length=200, blank=True
    )
    asks_file = models.BooleanField(_("un fichier est demandé"), default=False)
    is_test = models.BooleanField(_("contrôle annoncé"), default=False)
    is_cancelled = models.BooleanField(_("annulé"), default=False)

    objects = HomeworkVersionQuerySet.as_manager()  # type: ignore[misc] # adds to its base's

    class Meta:
        verbose_name = _("version d’un travail")
        verbose_name_plural = _("versions d’un travail")
        constraints = [
            SameSchool(field="homework", name="homework_homeworkversion_same_school_homework"),
            models.UniqueConstraint(fields=["homework", "n"], name="homework_version_once"),
            models.CheckConstraint(condition=Q(n__gte=1), name="homework_version_starts_at_one"),
            models.CheckConstraint(
                condition=Q(minutes=None) | Q(minutes__range=(1, load_rules.LONGEST)),
                name="homework_minutes_make_sense",
            ),
        ]
        indexes = [models.Index(fields=["school", "due_on"], name="homework_by_day")]
        triggers = HISTORY


class HomeworkStudentQuerySet(models.QuerySet):
    def visible_to(self, reader: Reader, *, at: dt.datetime) -> Self:
        """Each family its own pupils; the staff who see the work."""
        if reader.capacity is Capacity.STAFF:
            return self.filter(of_teachings_seen(reader, at=at, teaching="homework__teaching"))
        return self.filter(student__in=followed_keys(reader, at=at))


class HomeworkStudent(SchoolRow):
    """A pupil for whom a work was adapted; nobody else knows that it exists."""

    homework = models.ForeignKey(Homework, models.PROTECT, related_name="chosen")
    student = models.ForeignKey(Student, models.PROTECT, related_name="+")

    objects = HomeworkStudentQuerySet.as_manager()

    class Meta:
        verbose_name = _("élève d’un travail adapté")
        verbose_name_plural = _("élèves d’un travail adapté")
        constraints = [
            SameSchool(field="homework", name="homework_homeworkstudent_same_school_homework"),
            SameSchool(field="student", name="homework_homeworkstudent_same_school_student"),
            models.UniqueConstraint(fields=["homework", "student"], name="chosen_once"),
        ]


class DoneQuerySet(models.QuerySet):
    def visible_to(self, reader: Reader, *, at: dt.datetime) -> Self:
        """The pupil and their family; teachers do not watch ticks: a tick is not a hand-in."""
        return self.filter(student__in=followed_keys(reader, at=at))


class Done(SchoolRow):
    """«C’est fait», said by the pupil; removed when they take it back."""

    homework = models.ForeignKey(Homework, models.PROTECT, related_name="+")
    student = models.ForeignKey(Student, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("fait le"))

    objects = DoneQuerySet.as_manager()

    class Meta:
        verbose_name = _("travail fait")
        verbose_name_plural = _("travaux faits")
        constraints = [
            SameSchool(field="homework", name="homework_done_same_school_homework"),
            SameSchool(field="student", name="homework_done_same_school_student"),
            models.UniqueConstraint(fields=["homework", "student"], name="done_once"),
        ]

"""A school and its people: minimal, valid, nothing random.

Links last from the first day of the school year on. Rows made together belong to one school:
sub-factories take it from their parent.
"""

import datetime as dt

import factory
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from apps.schools.enums import Level, Relation, Role, Scope
from apps.schools.models import (
    Division,
    Enrolment,
    Group,
    GroupMembership,
    Guardian,
    Guardianship,
    LeadTeacher,
    NotebookAccess,
    Post,
    Restriction,
    School,
    SchoolYear,
    Staff,
    Student,
    Subject,
    Teaching,
    TeachingStaff,
    Term,
)
from apps.schools.names import sort_key
from tests.factories.accounts import UserFactory

RENTREE = dt.datetime(2026, 9, 1, 6, tzinfo=dt.UTC)  # Tuesday 1 September 2026, 8:00 in Paris


def since(start: dt.datetime = RENTREE, end: dt.datetime | None = None) -> DateTimeTZRange:
    return DateTimeTZRange(start, end, "[)")


class SchoolFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = School

    uai = factory.Sequence(lambda n: f"075{n % 10_000:04d}A")
    name = factory.Sequence(lambda n: f"Collège des Essais {n}")
    school_life_phone = "01 99 00 00 00"
    school_life_hours = "8 h – 17 h"


class SchoolYearFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SchoolYear
        django_get_or_create = ("school", "start_year")

    school = factory.SubFactory(SchoolFactory)
    start_year = 2026
    starts_on = dt.date(2026, 9, 1)
    ends_on = dt.date(2027, 7, 3)


class TermFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Term

    year = factory.SubFactory(SchoolYearFactory)
    school = factory.SelfAttribute("year.school")
    index = 1
    starts_on = dt.date(2026, 9, 1)
    ends_on = dt.date(2026, 12, 5)


class DivisionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Division

    school = factory.SubFactory(SchoolFactory)
    year = factory.SubFactory(SchoolYearFactory, school=factory.SelfAttribute("..school"))
    code = factory.Sequence(lambda n: f"4E{n}")
    level = Level.QUATRIEME


class GroupFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Group

    school = factory.SubFactory(SchoolFactory)
    year = factory.SubFactory(SchoolYearFactory, school=factory.SelfAttribute("..school"))
    code = factory.Sequence(lambda n: f"4LAT{n}")


class SubjectFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Subject

    school = factory.SubFactory(SchoolFactory)
    code = factory.Sequence(lambda n: f"{n:06d}")
    short_label = "MATHS"
    label = "Mathématiques"


class StaffFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Staff
        skip_postgeneration_save = True

    school = factory.SubFactory(SchoolFactory)
    user = factory.SubFactory(UserFactory)
    civility = "MME"
    last_name = factory.Sequence(lambda n: f"ROUX{n}")
    first_name = "Alix"
    sort_key = factory.LazyAttribute(lambda person: sort_key(person.last_name, person.first_name))
    sts_type = "epp"
    sts_id = factory.Sequence(lambda n: str(7000 + n))
    during = factory.LazyFunction(since)

    @factory.post_generation
    def role(self, create, role, **more):
        """Their one post, as long as their stay: a teacher unless ``role`` says; None for none."""
        wanted = more.get("none", Role.TEACHER if role is None else role)
        if create and wanted and not self.during.isempty:
            PostFactory(staff=self, role=wanted, during=self.during)


class PostFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Post

    staff = factory.SubFactory(StaffFactory, role__none="")
    school = factory.SelfAttribute("staff.school")
    role = Role.TEACHER
    during = factory.LazyFunction(since)


class TeachingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Teaching

    school = factory.SubFactory(SchoolFactory)
    year = factory.SubFactory(SchoolYearFactory, school=factory.SelfAttribute("..school"))
    subject = factory.SubFactory(SubjectFactory, school=factory.SelfAttribute("..school"))
    division = factory.SubFactory(
        DivisionFactory,
        school=factory.SelfAttribute("..school"),
        year=factory.SelfAttribute("..year"),
    )


class TeachingStaffFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TeachingStaff

    teaching = factory.SubFactory(TeachingFactory)
    school = factory.SelfAttribute("teaching.school")
    staff = factory.SubFactory(StaffFactory, school=factory.SelfAttribute("..school"))
    during = factory.LazyFunction(since)


class LeadTeacherFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = LeadTeacher

    division = factory.SubFactory(DivisionFactory)
    school = factory.SelfAttribute("division.school")
    staff = factory.SubFactory(StaffFactory, school=factory.SelfAttribute("..school"))
    during = factory.LazyFunction(since)


class StudentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Student

    school = factory.SubFactory(SchoolFactory)
    siecle_id = factory.Sequence(lambda n: str(9_000_000 + n))
    last_name = factory.Sequence(lambda n: f"TILLEUL{n}")
    first_name = factory.Sequence(lambda n: f"Inès{n}")
    birth_date = dt.date(2013, 3, 2)
    sort_key = factory.LazyAttribute(lambda person: sort_key(person.last_name, person.first_name))

    class Params:
        with_account = factory.Trait(user=factory.SubFactory(UserFactory))


class EnrolmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Enrolment

    division = factory.SubFactory(DivisionFactory)
    school = factory.SelfAttribute("division.school")
    student = factory.SubFactory(StudentFactory, school=factory.SelfAttribute("..school"))
    during = factory.LazyFunction(since)


class GroupMembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = GroupMembership

    group = factory.SubFactory(GroupFactory)
    school = factory.SelfAttribute("group.school")
    student = factory.SubFactory(StudentFactory, school=factory.SelfAttribute("..school"))
    during = factory.LazyFunction(since)


class GuardianFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Guardian

    school = factory.SubFactory(SchoolFactory)
    user = factory.SubFactory(UserFactory)
    civility = "MME"
    last_name = factory.Sequence(lambda n: f"DIALLO{n}")
    first_name = "Awa"
    sort_key = factory.LazyAttribute(lambda person: sort_key(person.last_name, person.first_name))
    siecle_id = factory.Sequence(lambda n: str(800_000 + n))
    email = factory.Sequence(lambda n: f"parent{n}@example.org")


class GuardianshipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Guardianship

    student = factory.SubFactory(StudentFactory)
    school = factory.SelfAttribute("student.school")
    guardian = factory.SubFactory(GuardianFactory, school=factory.SelfAttribute("..school"))
    relation = Relation.MOTHER
    siecle_level = "1"
    scope = Scope.FULL
    during = factory.LazyFunction(since)


class RestrictionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Restriction

    student = factory.SubFactory(StudentFactory)
    school = factory.SelfAttribute("student.school")
    guardian = factory.SubFactory(GuardianFactory, school=factory.SelfAttribute("..school"))
    reason = "Décision de justice lue au collège"
    set_by = factory.SubFactory(UserFactory)
    during = factory.LazyFunction(since)


YEAR_ENDS = dt.datetime(2027, 7, 3, 22, tzinfo=dt.UTC)


class NotebookAccessFactory(factory.django.DjangoModelFactory):
    """``given_by`` must answer for ``student``, who must be in a class, for it to open anything."""

    class Meta:
        model = NotebookAccess

    student = factory.SubFactory("tests.factories.schools.StudentFactory")
    school = factory.SelfAttribute("student.school")
    given_by = factory.SubFactory(
        "tests.factories.schools.GuardianFactory", school=factory.SelfAttribute("..school")
    )
    user = factory.SubFactory(UserFactory, first_name="Odile", last_name="Vasseur")
    name = "Odile Vasseur"
    phone = "06 99 00 00 01"
    address = "7 rue des Essais, 75011 Paris"
    during = factory.LazyFunction(lambda: since(end=YEAR_ENDS))

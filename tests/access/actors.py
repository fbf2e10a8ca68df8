"""The cast of tests/world.py in groups: a line of the table names groups, never everybody."""

ANONYMOUS = "anonymous"

# Inès's family. A former guardian keeps what the link let them read; the one who left before the
# assessment kept nothing of it; other scopes than FULL read no result.
READS_INES = ("guardian", "other_guardian", "guardian_former")
FAMILY_OF_INES = (
    *READS_INES,
    "guardian_surveillance",
    "guardian_care",
    "guardian_left_before",
)
FAMILY_OF_LEO = ("guardian_of_classmate", "teacher_and_parent")
FAMILIES = (*FAMILY_OF_INES, *FAMILY_OF_LEO)
NO_FAMILY_ANY_MORE = ("guardian_contact", "guardian_blocked")

PUPILS = ("pupil", "classmate")

# Whom Inès’s mother let read the notebook of the class; to one of them, no more.
RELATIVES = ("relative", "relative_no_more")

TEACHERS = ("teacher", "teacher_and_parent")
FOLLOWERS = ("lead_teacher", "cpe", "principal")
TEAM_ASIDE = (
    "former_teacher",
    "teacher_of_another_class",
    "school_life",
    "digital_referent",
    "secretary",
    "nurse",
    "principal_elsewhere",
)
TEAM = (*TEACHERS, *FOLLOWERS, *TEAM_ASIDE)

SIGNED_IN = (
    "stranger",
    *NO_FAMILY_ANY_MORE,
    *PUPILS,
    *FAMILY_OF_INES,
    "guardian_of_classmate",
    *RELATIVES,
    *TEAM,
)
EVERYBODY = (ANONYMOUS, *SIGNED_IN)
# Whoever reads with two hats is in both.
CAPACITIES = {
    "nobody": (ANONYMOUS,),
    "none": ("stranger", *NO_FAMILY_ANY_MORE),
    "pupil": PUPILS,
    "family": FAMILIES,
    "trusted": RELATIVES,
    "staff": TEAM,
}

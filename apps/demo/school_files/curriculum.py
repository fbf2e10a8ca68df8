"""Subjects of the demo collège and their weekly hours.

Hours: arrêté of 15 March 2024, annexe 2, for cycle 4 and the ministry's table for 6e. Subject codes
are examples of the national list: the portal always reads them from the files.
"""

from dataclasses import dataclass

from apps.demo.school_files.plan import LEVELS


@dataclass(frozen=True, slots=True)
class TaughtSubject:
    """A subject taught to whole divisions; `hours` follows the order of LEVELS."""

    code: str
    short: str
    label: str
    hours: tuple[float, float, float, float]
    service: float = 18.0  # weekly duty of one teacher

    def weekly(self, level: str) -> float:
        return self.hours[LEVELS.index(level)]


FRENCH, MATHS, ENGLISH = "020700", "061300", "030201"
SPANISH, GERMAN, LATIN = "030602", "030402", "020300"

COURSES = (
    TaughtSubject(FRENCH, "FRANCAIS", "Français", (4.5, 4.5, 4.5, 4)),
    TaughtSubject(MATHS, "MATHEMATIQUES", "Mathématiques", (4.5, 3.5, 3.5, 3.5)),
    TaughtSubject("042100", "HIST.-GEO.", "Histoire-géographie", (3, 3, 3, 3.5)),
    TaughtSubject(ENGLISH, "ANGLAIS LV1", "Anglais LV1", (4, 3, 3, 3)),
    TaughtSubject("062900", "S.V.T.", "Sciences de la vie et de la Terre", (1.5, 1.5, 1.5, 1.5)),
    TaughtSubject("062300", "PHYS.-CHIMIE", "Physique-chimie", (1.5, 1.5, 1.5, 1.5)),
    TaughtSubject("070800", "TECHNOLOGIE", "Technologie", (0, 1.5, 1.5, 1.5)),
    TaughtSubject("100100", "E.P.S.", "Éducation physique et sportive", (4, 3, 3, 3), 20.0),
    TaughtSubject("090100", "ARTS PLAST.", "Arts plastiques", (1, 1, 1, 1)),
    TaughtSubject("081300", "ED. MUSICALE", "Éducation musicale", (1, 1, 1, 1)),
)
GROUP_COURSES = {
    SPANISH: ("ESP", "Espagnol LV2", "ESPAGNOL LV2", 2.5),
    GERMAN: ("ALL", "Allemand LV2", "ALLEMAND LV2", 2.5),
    LATIN: ("LAT", "Latin", "LCA LATIN", 2.0),
}
SUBJECTS = [
    *((course.code, course.short, course.label) for course in COURSES),
    *((code, short, label) for code, (_tag, label, short, _hours) in GROUP_COURSES.items()),
]

"""A lesson and its works with all that was written of them, as several rooms read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, TypedDict

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    from apps.homework.models import (
        Homework,
        HomeworkStudent,
        HomeworkVersion,
        Lesson,
        LessonVersion,
    )

    class WorkStates(TypedDict):
        """Every state, drafts included; for whom it was adapted."""

        states: list[HomeworkVersion]
        pupils: list[HomeworkStudent]

    GivenWork: TypeAlias = WithAnnotations[Homework, WorkStates]

    class LessonStates(TypedDict):
        """Every state, drafts included; the works given with it."""

        states: list[LessonVersion]
        given: list[GivenWork]

    WrittenLesson: TypeAlias = WithAnnotations[Lesson, LessonStates]

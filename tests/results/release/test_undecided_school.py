"""A school imported this morning has adopted nothing: its teachers work all the same."""

import pytest
import time_machine
from django.urls import reverse

from apps.publication.models import RuleVersion
from tests.factories.results import TUESDAY, AssessmentFactory
from tests.factories.schools import TeachingStaffFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["assessment_detail", "assessment_marks", "assessment_hand_back"])
def test_a_teacher_reads_what_the_ministry_frame_will_do_and_nothing_is_recorded(client, name):
    link = TeachingStaffFactory()
    assessment = AssessmentFactory(teaching=link.teaching, author=link.staff)
    client.force_login(link.staff.user)

    with time_machine.travel(TUESDAY, tick=False):
        response = client.get(reverse(f"results:{name}", args=[assessment.public_id]))

    assert response.status_code == 200
    assert not RuleVersion.objects.exists()

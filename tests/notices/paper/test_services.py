"""What is on a paper is asked of the app that knows it; the notices only print."""

import pytest
from django.core.files.storage import default_storage

from apps.invitations import portal as invitations_portal
from apps.notices.enums import FileState
from apps.notices.models import Letter
from apps.notices.paper import services as paper_services
from coeduc import portal
from coeduc.documents import Pdf
from tests.factories.invitations import NOVEMBER, LetterBatchFactory, LetterFileFactory
from tests.factories.schools import GuardianFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def papers(monkeypatch):
    """``papers(draw)``: a kind of paper that the invitations know nothing of."""

    def answer(draw):
        paper = portal.PaperKind("drawn", draw, nobody="Personne à qui l’écrire.")
        monkeypatch.setattr(invitations_portal, "PAPER", (*invitations_portal.PAPER, paper))
        portal.collect()

    yield answer
    monkeypatch.undo()
    portal.collect()


def letter_file(**given):
    return LetterFileFactory(batch=LetterBatchFactory(kind="drawn"), **given)


def printed():
    file = paper_services.claim(at=NOVEMBER)
    paper_services.print_file(file, at=NOVEMBER)
    file.refresh_from_db()
    return file


def test_a_kind_is_drawn_by_who_answers_for_it(papers):
    kept = []
    papers(
        lambda file, *, at: paper_services.DrawnFile(
            Pdf(b"%PDF of a paper", 3), 2, 1, keep=lambda: kept.append(file.label)
        )
    )
    letter_file(label="4eB")

    file = printed()

    assert file.state == FileState.DONE
    assert (file.letter_count, file.envelope_count, file.page_count) == (2, 1, 3)
    assert paper_services.open_file(file).read() == b"%PDF of a paper"
    assert kept == ["4eB"]


def test_what_cannot_be_kept_leaves_neither_a_file_nor_an_end(papers):
    def refuse():
        raise RuntimeError

    papers(lambda file, *, at: paper_services.DrawnFile(Pdf(b"%PDF", 1), 1, 1, keep=refuse))
    letter_file()
    before = stored()

    file = paper_services.claim(at=NOVEMBER)
    with pytest.raises(RuntimeError):
        paper_services.print_file(file, at=NOVEMBER)

    file.refresh_from_db()
    assert file.state == FileState.WAITING
    assert stored() == before


def stored():
    folder = paper_services.FOLDER
    return set(default_storage.listdir(folder)[1]) if default_storage.exists(folder) else set()


def test_nobody_left_to_write_to_is_said_in_the_words_of_the_kind(papers):
    papers(lambda file, *, at: None)
    letter_file()

    file = printed()

    assert (file.state, file.error) == (FileState.FAILED, "Personne à qui l’écrire.")


def test_a_kind_that_nobody_draws_any_more_is_given_up_and_blocks_no_other():
    lost, letter = letter_file(), LetterFileFactory()
    Letter.objects.create(
        school=letter.school,
        batch=letter.batch,
        file=letter,
        rank=1,
        envelope=1,
        guardian=GuardianFactory(school=letter.school),
    )

    for _try in range(paper_services.TERMS.attempts * 2):
        file = paper_services.claim(at=NOVEMBER)
        if file is None:
            break
        paper_services.print_file(file, at=NOVEMBER)

    lost.refresh_from_db()
    letter.refresh_from_db()
    assert lost.state == letter.state == FileState.FAILED
    assert lost.error == "Quelque chose a manqué pendant la fabrication."
    assert "Plus personne à inviter" in letter.error


def test_two_apps_never_draw_one_kind(papers):
    papers(None)

    with pytest.raises(ValueError, match="two answers under one key"):
        papers(None)

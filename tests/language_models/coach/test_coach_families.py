from __future__ import annotations

import pytest
from coach_samples import SAMPLES, Sample

from jupyter_tutor.language_models.coach.coach import coach
from jupyter_tutor.language_models.coach.diagnosis import diagnose
from jupyter_tutor.language_models.coach.families import ELSEWHERE_FAMILY, FAMILIES, RAISED, UNKNOWN
from jupyter_tutor.pedagogy.situation import NotebookExcerpt
from jupyter_tutor.quality.readability import FENCE, grade, sentences, words
from jupyter_tutor.tutoring.ports import Lesson

Failed = list[tuple[Sample, dict[str, str]]]
STYLES = ("ipython", "plain")


def lesson(
    sample: Sample, told: dict[str, str], level: int, *, style: str = "ipython", variant: int = 0
) -> Lesson:
    notebook = NotebookExcerpt(cell_code=sample.code, error_output=told[style], neighbours=sample.neighbours)
    return Lesson("Why does this fail?", level, notebook, variant=variant)


def test_every_family_has_a_sample():
    """Each family is shown by at least one program, so the tests below speak for all of them."""
    every = {family.key for family in (*FAMILIES, ELSEWHERE_FAMILY, RAISED, UNKNOWN)}
    assert every == {sample.family for sample in SAMPLES}


@pytest.mark.parametrize("style", STYLES)
def test_the_right_family_error_and_line(failed_samples: Failed, style: str):
    """Every sample is recognised, with the exception and line that Python itself reports."""
    for sample, told in failed_samples:
        found = diagnose(lesson(sample, told, 1, style=style))
        assert found.key == sample.family, sample.code
        assert found.failure is not None
        assert found.failure.ename.rpartition(".")[2] == told["ename"]
        assert found.line == told["line"], sample.code


@pytest.mark.parametrize("level", [1, 2])
@pytest.mark.parametrize("variant", [0, 1])
def test_short_hints_name_the_error_and_the_line(failed_samples: Failed, level: int, variant: int):
    """Levels 1 and 2 say which exception it is and on which line."""
    for sample, told in failed_samples:
        hint = coach(lesson(sample, told, level, variant=variant))
        assert f"`{told['ename']}" in hint, hint
        assert f"ine {told['line']}" in hint, hint


def test_the_first_hint_names_what_it_is_about(failed_samples: Failed):
    """The variable, call or sign in question stands in the first hint."""
    for sample, told in failed_samples:
        hint = coach(lesson(sample, told, 1))
        assert [name for name in sample.names if name not in hint] == [], hint


# req: P1
def test_level_1_only_asks(failed_samples: Failed):
    """A hint of level 1 consists of sentences that end in a question mark."""
    for sample, told in failed_samples:
        for variant in (0, 1):
            hint = coach(lesson(sample, told, 1, variant=variant))
            assert [one for one in sentences(hint) if not one.endswith("?")] == []


# req: P1
def test_level_2_has_no_steps_and_level_3_numbers_them(failed_samples: Failed):
    """The concept comes without steps; the plan has at least three numbered ones."""
    for sample, told in failed_samples:
        for variant in (0, 1):
            assert "\n1. " not in coach(lesson(sample, told, 2, variant=variant))
            assert "\n3. " in coach(lesson(sample, told, 3, variant=variant))


# req: P1, P9
def test_code_blocks_come_at_level_4_only(failed_samples: Failed):
    """No hint up to level 3 holds a code block; level 4 holds exactly one."""
    for sample, told in failed_samples:
        for variant in (0, 1):
            texts = [coach(lesson(sample, told, level, variant=variant)) for level in (1, 2, 3, 4)]
            assert [len(FENCE.findall(text)) for text in texts] == [0, 0, 0, 1]


def test_hints_are_short_and_easy_to_read(failed_samples: Failed):
    """15 to 80 words at levels 1 and 2, at most 160 at all; reading grade at most 9, code left out."""
    for sample, told in failed_samples:
        for variant in (0, 1):
            for level in (1, 2, 3, 4, 5):
                text = coach(lesson(sample, told, level, variant=variant))
                assert words(text) <= 160
                assert grade(text) <= 9, text
                assert level > 2 or 15 <= words(text) <= 80, text


def test_other_words_are_other_words(failed_samples: Failed):
    """Another variant, and the same level once more, never give the same text."""
    for sample, told in failed_samples:
        for level in (1, 2, 3, 4):
            first = lesson(sample, told, level)
            again = Lesson(first.text, level, first.notebook, in_other_words=True)
            texts = {coach(first), coach(lesson(sample, told, level, variant=1)), coach(again)}
            assert len(texts) == 3

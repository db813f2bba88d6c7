from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyter_tutor.cost.usage import Usage
from jupyter_tutor.errors import ProviderRejectedRequest
from jupyter_tutor.language_models.coach import Coach
from jupyter_tutor.language_models.coach.coach import LARGE, coach
from jupyter_tutor.language_models.coach.wording import pieces
from jupyter_tutor.pedagogy.situation import NotebookExcerpt
from jupyter_tutor.pedagogy.turns import Turn
from jupyter_tutor.quality.readability import FENCE, sentences, words
from jupyter_tutor.tutoring.ports import LanguageModel, Lesson, ModelRequest, Reported, Text


def request(lesson: Lesson | None) -> ModelRequest:
    return ModelRequest("", (Turn("user", "help"),), 500, lesson)


# req: L1
async def test_the_coach_is_a_language_model():
    """It streams pieces that join to its answer, then a usage of nothing, and needs no setting."""
    model: LanguageModel = Coach()
    lesson = Lesson(
        "why?", 3, NotebookExcerpt(cell_code="x", error_output="NameError: name 'x' is not defined")
    )
    await model.warm()
    said = [part async for part in model.stream(request(lesson))]
    await model.close()
    assert (model.provider, model.model) == ("coach", "rules-1")
    assert said[-1] == Reported(Usage(0, 0, 0, estimated=False))
    texts = [part.content for part in said[:-1] if isinstance(part, Text)]
    assert len(texts) > 3
    assert "".join(texts) == coach(lesson)


async def test_large_cells_are_answered_too():
    """A notebook that is read in a thread gets the same answer."""
    lesson = Lesson("?", 1, NotebookExcerpt(cell_code="y = 1\n" * LARGE + "x", error_output="KeyError: 'b'"))
    said = [part async for part in Coach().stream(request(lesson))]
    assert "".join(part.content for part in said if isinstance(part, Text)) == coach(lesson)


# req: P1
async def test_the_instructors_words_are_said_as_they_stand():
    """Nothing is added, nothing is checked, and the pieces join to the very hint."""

    class NeverAsked:
        async def report(self, notebook: NotebookExcerpt) -> None:
            raise AssertionError("nobody needs to know")

    hint = "Look at **line 2**.\n\n```python\nfor x in xs:\n    ...\n```\nWhat is `x`?"
    lesson = Lesson("?", 2, NotebookExcerpt(cell_code="x"), in_other_words=True, own_hint=hint)
    said = [part async for part in Coach(checked=NeverAsked()).stream(request(lesson))]
    assert "".join(part.content for part in said if isinstance(part, Text)) == hint
    assert said[-1] == Reported(Usage())


async def test_a_request_without_a_lesson_is_refused():
    """A summary or judgement cannot be made by rules, and the chain is told so."""
    with pytest.raises(ProviderRejectedRequest):
        await anext(aiter(Coach().stream(request(None))))


SCRAPS = st.sampled_from(
    [
        "NameError: name 'x' is not defined",
        "Cell In[1], line 2",
        "----> 2 x = `a`",
        "{braces}",
        "{0}",
        "```",
        "Traceback (most recent call last):",
        '  File "a.py", line 99999999999999999999, in f',
        "    code here",
        "IndexError   Traceback (most recent call last)",
        "IndexError: list index out of range",
        "SyntaxError: ",
        'TypeError: can only concatenate str (not "int") to str',
        "Expected: 3",
        "Got: 4",
        "for i in x:",
        "x = (",
        "what is a loop?",
        "\x1b[31m",
        "UnboundLocalError: local variable 'x'",
    ]
)
ANYTHING = st.one_of(st.text(max_size=200), st.lists(SCRAPS, max_size=12).map("\n".join))
LESSONS = st.builds(
    Lesson,
    text=ANYTHING,
    hint_level=st.integers(-1, 7),
    notebook=st.builds(
        NotebookExcerpt,
        cell_code=st.none() | ANYTHING,
        error_output=st.none() | ANYTHING,
        neighbours=st.lists(ANYTHING, max_size=3).map(tuple),
    ),
    in_other_words=st.booleans(),
    solution=st.none() | ANYTHING,
    variant=st.integers(0, 5),
)


# req: P8
@settings(max_examples=300, deadline=None)
@given(LESSONS)
def test_every_lesson_gets_an_answer_that_keeps_the_rules(lesson: Lesson):
    """Whatever comes in, nothing raises, and level, form and length are kept."""
    text = coach(lesson)
    assert "".join(pieces(text)) == text
    if lesson.hint_level <= 1:
        assert all(one.endswith("?") for one in sentences(text)), text
    if lesson.hint_level <= 2:
        assert 5 <= words(text) <= 85
    if lesson.hint_level <= 3:
        assert not FENCE.search(text)
    if lesson.hint_level <= 4:
        assert words(text) <= 160

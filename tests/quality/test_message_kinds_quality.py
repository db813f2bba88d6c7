"""What messages are taken for, on the shared data, by weights that have not seen them."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from jupyter_tutor.pedagogy.message_model import message_model
from jupyter_tutor.quality.message_kinds import kind_of, measure
from jupyter_tutor.quality.message_training import COURSE, LABELS, TALK, fit, folds, read, threshold, written


@pytest.fixture(scope="module")
def figures(data_folder):
    return {figure.name: figure for figure in measure(data_folder).figures}


@pytest.fixture(scope="module")
def messages(data_folder):
    return [row for name in (COURSE, TALK) for row in read(data_folder / name)]


# req: P7
@pytest.mark.parametrize(
    ("name", "floor"), [("Off-topic recall", 0.82), ("Greeting recall", 0.93), ("Thanks recall", 0.83)]
)
def test_other_talk_is_recognised(figures, name, floor):
    """By weights that were trained without its intent or words; the goals are .80 and .90."""
    assert figures[f"{name}, unseen"].value >= floor


# req: P7
@pytest.mark.parametrize(
    ("name", "most"),
    [("refused", 0.007), ("taken for a greeting", 0.0005), ("taken for thanks", 0.0005)],
)
def test_course_questions_are_answered(figures, name, most):
    """At most so many are not, also by the shipped weights; the goals are 1 % and 0.1 %."""
    for which in ("unseen", "shipped"):
        assert figures[f"Course questions {name}, {which}"].value <= most


def test_the_shipped_decisions_come_from_the_training(messages):
    """Trained again on the same data, every message is taken for the same."""
    shipped = message_model()
    again = {
        label: replace(fit(messages, label), threshold=shipped.judgements[label].threshold)
        for label in LABELS
    }
    anew = replace(shipped, judgements=again)
    differing = [row.text for row in messages if kind_of(row, anew) != kind_of(row, shipped)]
    assert differing == []


def test_a_folder_with_one_of_the_files_is_measured_by_the_shipped_weights(tmp_path):
    """What is missing is named, and nothing is said of weights that never saw it."""
    rows = [{"text": "tell me a joke", "label": "off_topic"}, {"text": "hello", "label": "greeting"}]
    (tmp_path / TALK).write_text("\n".join(map(json.dumps, rows)))
    section = measure(tmp_path)
    assert section.missing == (COURSE,)
    values = {figure.name: figure.value for figure in section.figures}
    assert values["Off-topic recall, shipped"] == 1
    assert not [name for name in values if "unseen" in name]
    assert measure(tmp_path / "empty").missing == (COURSE, TALK)


SAMPLES = [
    *({"text": f"why does my loop number {n} stop", "label": "on_topic"} for n in range(20)),
    *({"text": f"play song {n}", "label": "off_topic", "intent": f"i{n % 7}"} for n in range(20)),
    *({"text": "play song 1", "label": "off_topic", "intent": "i1"} for n in range(3)),
]


@pytest.fixture
def few(tmp_path):
    path = tmp_path / TALK
    path.write_text("\n".join(map(json.dumps, SAMPLES)))
    return read(path)


def test_no_group_is_on_both_sides_of_a_split(few):
    """Every row is left out once, with all others of its intent or words."""
    left = []
    for seen, out in folds(few):
        assert not {row.group for row in seen} & {few[number].group for number in out}
        left += out
    assert sorted(left) == list(range(len(few)))


def test_what_is_written_can_be_read(few):
    """The file has what judges, and says where it comes from."""
    from jupyter_tutor.pedagogy.message_model import decoded

    judgement = replace(fit(few, "off_topic"), threshold=threshold(few, "off_topic"))
    model = decoded(written({"off_topic": judgement}, "from samples"))
    assert model.judgements == {"off_topic": judgement}
    assert model.header["attribution"] == "from samples"
    assert judgement.threshold >= 0

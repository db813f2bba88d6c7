"""The training script: its solver, its splits, and that it leads to what is shipped."""

from __future__ import annotations

import importlib
import math
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from jupyter_tutor.pedagogy.linear_model import shipped_model
from jupyter_tutor.pedagogy.message_features import plain_words

TOOLS = Path(__file__).parents[2] / "tools"


@pytest.fixture(scope="module")
def trainer():
    sys.path.insert(0, str(TOOLS))
    yield importlib.import_module("train_message_kind")
    sys.path.remove(str(TOOLS))


@pytest.fixture(scope="module")
def messages(trainer):
    folder = Path(os.environ.get("JUPYTER_TUTOR_DATA") or TOOLS.parents[1] / "shared" / "data")
    if not all((folder / name).exists() for name in ("course_questions.jsonl", "other_talk.jsonl")):
        pytest.skip("the calibration data is not here (JUPYTER_TUTOR_DATA or ../shared/data)")
    return trainer.read_messages(folder)


def test_the_shipped_decisions_come_from_the_training(trainer, messages) -> None:
    """Trained anew, the model decides on every message of the data as the shipped one does."""
    shipped = shipped_model()
    fresh = replace(trainer.fit(messages), thresholds=shipped.thresholds)
    for kind, rule in trainer.RULES.items():
        threshold = shipped.thresholds[kind]
        decided = [
            [(score := rule(message.text, model)) is not None and score >= threshold for message in messages]
            for model in (fresh, shipped)
        ]
        assert decided[0] == decided[1]


def test_the_solver_finds_the_minimum(trainer) -> None:
    """At the solution of a small problem the gradient of the objective is zero."""
    examples = [([0], [1.0]), ([0, 1], [0.5, 1.0]), ([1], [1.0]), ([0], [-1.0])]
    positive, cost = [True, True, False, False], 2.0
    found = trainer.solve(examples, positive, 2, cost=cost, epochs=200, seed=1)
    point = [*found.weights, found.bias]
    for at in range(3):
        gradient = point[at]
        for (places, values), yes in zip(examples, positive, strict=True):
            sign, row = (1 if yes else -1), dict(zip((*places, 2), (*values, 1.0), strict=True))
            margin = sign * sum(point[place] * value for place, value in row.items())
            gradient -= cost * sign * row.get(at, 0.0) / (1 + math.exp(margin))
        assert gradient == pytest.approx(0, abs=1e-4)


def test_training_twice_gives_the_same_file(trainer, messages) -> None:
    """Every number of it, on a sample."""
    sample = messages[::12]
    assert trainer.to_json(trainer.fit(sample)) == trainer.to_json(trainer.fit(sample))


def test_near_identical_messages_share_a_fold(trainer) -> None:
    """Order, case, punctuation, numbers and plurals do not let a message into another fold."""
    texts = [
        "Explain task 3!",
        "explain TASK 41",
        "task 3: explain tasks",
        "What is a loop?",
        "a loop is what",
    ]
    made = [trainer.Message(text, "on_topic", "", plain_words(text)) for text in texts]
    folds = trainer.folds_of(made, trainer.by_words)
    assert folds[0] == folds[1] == folds[2]
    assert folds[3] == folds[4]


def test_thresholds_keep_to_their_limits(trainer) -> None:
    """At most the stated share of questions reaches one; greetings lie beyond every course message."""
    scores = [step / 1_000 for step in range(1_000)] + [None] * 1_000
    refused, count = trainer.reaching(scores, trainer.threshold_off_topic(scores))
    assert 0 < refused / count <= trainer.MOST_REFUSED
    assert trainer.reaching(scores, trainer.threshold_small_talk(scores))[0] == 0


def test_missing_data_is_said(tmp_path) -> None:
    """The script names the files it misses and how to say where they are."""
    done = subprocess.run(
        [sys.executable, str(TOOLS / "train_message_kind.py"), "--data", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "course_questions.jsonl, other_talk.jsonl not found" in done.stderr
    assert "JUPYTER_TUTOR_DATA" in done.stderr

"""Training the judgements of messages, and judging with weights that have not seen the message.

Logistic regression over hashed features by AdaGrad (Duchi et al., JMLR 2011), in plain Python with a fixed
seed: the same data give the same weights.
"""

from __future__ import annotations

import json
import math
import random
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from jupyter_tutor.pedagogy.message_features import SIZE, features
from jupyter_tutor.pedagogy.message_kind import normalised
from jupyter_tutor.pedagogy.message_model import FORMAT, Judgement, MessageModel
from jupyter_tutor.pedagogy.off_topic import judged_words

COURSE, TALK = "course_questions.jsonl", "other_talk.jsonl"
SEED = 20_261
FOLDS = 5
EPOCHS = 10
STEP = 0.5
BIAS_STEP = 0.05
LARGEST_LOGIT = 30.0

LABELS = {"off_topic": 1.0, "greeting": 5.0, "thanks": 5.0}
"""What is judged, and how much more a row of that label counts than others."""

WRONG_AT_MOST = {"off_topic": 0.005, "greeting": 0.0005, "thanks": 0.0005}
"""Share of course questions that may be given a label; the goals, on other data, are 1 % and 0.1 %."""


@dataclass(frozen=True, slots=True)
class Row:
    """A labelled message; rows of one `group` are never on both sides of a split."""

    text: str
    label: str
    group: str
    values: dict[int, float]


def read(path: Path) -> list[Row]:
    """The rows of one file; equal words are a group, and those of one intent."""
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines():
        fields = json.loads(line)
        words = normalised(fields["text"]).split()
        intent = fields.get("intent") if fields["label"] == "off_topic" else None
        rows.append(Row(fields["text"], fields["label"], intent or " ".join(words), features(words)))
    return rows


def fit(rows: Sequence[Row], label: str) -> Judgement:
    """Weights of one label against all others, of one byte each; no threshold yet."""
    weights, squares, bias = [0.0] * SIZE, [1e-8] * SIZE, 0.0
    order, dice = list(range(len(rows))), random.Random(SEED)  # noqa: S311 - an order, not a secret
    for _ in range(EPOCHS):
        dice.shuffle(order)
        for number in order:
            row = rows[number]
            error = _error(bias, weights, row, label)
            bias -= BIAS_STEP * error
            for place, value in row.values.items():
                slope = error * value
                squares[place] += slope * slope
                weights[place] -= STEP * slope / math.sqrt(squares[place])
    scale = max(map(abs, weights)) / 127
    return Judgement(bias, scale, math.inf, array("b", (round(weight / scale) for weight in weights)))


def _error(bias: float, weights: Sequence[float], row: Row, label: str) -> float:
    logit = bias + sum(weights[place] * value for place, value in row.values.items())
    chance = 1 / (1 + math.exp(-max(-LARGEST_LOGIT, min(LARGEST_LOGIT, logit))))
    return (chance - 1) * LABELS[label] if row.label == label else chance


def folds(rows: Sequence[Row]) -> Iterator[tuple[list[Row], list[int]]]:
    """The rows to train on and the numbers of those left out, five times."""
    groups = sorted({row.group for row in rows})
    random.Random(SEED).shuffle(groups)  # noqa: S311
    fold_of = {group: number % FOLDS for number, group in enumerate(groups)}
    for fold in range(FOLDS):
        seen = [row for row in rows if fold_of[row.group] != fold]
        yield seen, [number for number, row in enumerate(rows) if fold_of[row.group] == fold]


def unseen_models(rows: Sequence[Row], thresholds: dict[str, float]) -> Iterator[tuple[MessageModel, int]]:
    """For each row, by its number, a model that was not trained on its group."""
    for seen, left_out in folds(rows):
        judgements = {
            label: replace(fit(seen, label), threshold=limit) for label, limit in thresholds.items()
        }
        for number in left_out:
            yield MessageModel({}, judgements), number


def threshold(rows: Sequence[Row], label: str) -> float:
    """The lowest at which so few course questions, not trained on, are given a label; at least even odds.

    Off-topic counts with the rules around it, which let some questions through unjudged.
    """
    questions = []
    for seen, left_out in folds(rows):
        judgement = fit(seen, label)
        questions += [
            judgement.score(rows[number].values) for number in left_out if _may_be(rows[number], label)
        ]
    count = sum(row.label == "on_topic" for row in rows)
    questions.sort(reverse=True)
    place = int(WRONG_AT_MOST[label] * count)
    return max(0.0, round(questions[place], 3)) if place < len(questions) else 0.0


def _may_be(row: Row, label: str) -> bool:
    return row.label == "on_topic" and (label != "off_topic" or judged_words(row.text) is not None)


def written(judgements: dict[str, Judgement], attribution: str) -> bytes:
    """The bytes of a file of weights."""
    labels = {
        name: {"bias": each.bias, "scale": each.scale, "threshold": each.threshold}
        for name, each in judgements.items()
    }
    header = {"format": FORMAT, "size": SIZE, "attribution": attribution, "labels": labels}
    weights = b"".join(each.weights.tobytes() for each in judgements.values())
    return json.dumps(header).encode() + b"\n" + weights

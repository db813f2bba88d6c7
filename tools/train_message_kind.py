"""Fits the linear model of message kinds and writes its weights: `make train`.

Pure Python and deterministic: the same data give the same file. Reads `course_questions.jsonl` and
`other_talk.jsonl` from a folder, and `own_course_talk.txt` beside this script: sentences of other courses
than the one the questions come from, written for this project. Thresholds are chosen on predictions for
messages that the predicting model has not seen, with near-identical messages kept together.
"""

from __future__ import annotations

import argparse
import math
import os
import random
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import compress
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from message_data import ATTRIBUTION, Message, read_messages
from solve_logistic import Example, solve

from jupyter_tutor.pedagogy import message_kind, off_topic
from jupyter_tutor.pedagogy.linear_model import (
    WEIGHTS_FILE,
    LinearModel,
    packed_fingerprints,
    stored_idf,
    to_json,
    unit_vector,
)
from jupyter_tutor.pedagogy.message_features import buckets

SEED = 20_261
FOLDS = 5
KINDS = ("off_topic", "greeting", "thanks")
COST = 10.0
"""C of the logistic regressions; 3 to 30 differ by less than the folds do."""

EPOCHS = 12
FEWEST_MESSAGES = 2
"""A feature counts from so many messages on."""

MOST_REFUSED = 0.005
"""Share of course questions refused out of fold: half of what is allowed."""

SMALL_TALK_MARGIN = 1.0
"""Log-odds that greetings and thanks must be beyond every course message, out of fold."""


def fit(messages: Sequence[Message], *, kinds: Iterable[str] = KINDS) -> LinearModel:
    """A model of these messages; its thresholds are still infinite."""
    frequency: dict[int, int] = {}
    for message in messages:
        for bucket in buckets(message.words):
            frequency[bucket] = frequency.get(bucket, 0) + 1
    idf = {
        bucket: stored_idf(len(messages), count)
        for bucket, count in sorted(frequency.items())
        if count >= FEWEST_MESSAGES
    }
    place = {bucket: number for number, bucket in enumerate(idf)}
    vectors = [unit_vector(message.words, idf) for message in messages]
    examples: list[Example] = [
        ([place[bucket] for bucket in vector], list(vector.values())) for vector in vectors
    ]
    weights, biases, scales = {}, {}, {}
    for kind in kinds:
        positive = [message.label == kind for message in messages]
        found = solve(examples, positive, len(place), cost=COST, epochs=EPOCHS, seed=SEED)
        scales[kind] = max(map(abs, found.weights)) / 127
        rounded = {bucket: round(found.weights[at] / scales[kind]) for bucket, at in place.items()}
        weights[kind] = {bucket: weight for bucket, weight in rounded.items() if weight}
        biases[kind] = found.bias
    return LinearModel(idf, weights, biases, scales, dict.fromkeys(KINDS, math.inf), {})


def folds_of(messages: Sequence[Message], key: Callable[[int, Message], object]) -> list[int]:
    """A fold per message; messages of the same key share theirs."""
    groups: dict[object, int] = {}
    of = [groups.setdefault(key(at, message), len(groups)) for at, message in enumerate(messages)]
    places = [number % FOLDS for number in range(len(groups))]
    random.Random(SEED).shuffle(places)  # noqa: S311 - a split, not a secret
    return [places[group] for group in of]


def by_words(_: int, message: Message) -> object:
    """Near-identical messages: the same words, whatever their order, endings, number and punctuation."""
    return frozenset(word[:-1] if len(word) > 3 and word.endswith("s") else word for word in message.words)  # noqa: PLR2004


def by_intent(at: int, message: Message) -> object:
    """Messages of one intent; those without stand alone."""
    return message.intent or (at, message.text)


def models_per_fold(
    messages: Sequence[Message], fold: Sequence[int], kinds: Iterable[str]
) -> list[LinearModel]:
    """For each fold the model of all others."""
    return [
        fit([message for message, at in zip(messages, fold, strict=True) if at != left_out], kinds=kinds)
        for left_out in range(FOLDS)
    ]


CERTAIN = 100.0
"""The score of what a closed vocabulary decides."""

Believed = Callable[[str, LinearModel], float | None]
"""The score by which a rule believes a message to be of a kind, above its threshold; None: never."""


def off_topic_score(text: str, model: LinearModel) -> float | None:
    """The score that the off-topic rule compares with its threshold."""
    return off_topic.judge(text, model).score


def greeting_score(text: str, model: LinearModel) -> float | None:
    """The same for greetings; certain where the closed vocabulary decides."""
    return _small_talk_score(text, message_kind.MessageKind.GREETING, model)


def thanks_score(text: str, model: LinearModel) -> float | None:
    """The same for thanks."""
    return _small_talk_score(text, message_kind.MessageKind.THANKS, model)


def _small_talk_score(text: str, kind: message_kind.MessageKind, model: LinearModel) -> float | None:
    by_vocabulary = message_kind.closed_small_talk(text)
    if by_vocabulary is not None:
        return CERTAIN if by_vocabulary is kind else None
    return message_kind.small_talk_score(text, kind, model)


def model_alone(kind: str) -> Believed:
    """The small-talk score without the vocabularies, which were written with these messages in view."""

    def score(text: str, model: LinearModel) -> float | None:
        return message_kind.small_talk_score(text, kind, model)

    return score


RULES: dict[str, Believed] = {
    "off_topic": off_topic_score,
    "greeting": greeting_score,
    "thanks": thanks_score,
}


def out_of_fold(
    messages: Sequence[Message], fold: Sequence[int], models: Sequence[LinearModel], believed: Believed
) -> list[float | None]:
    """Each message's score by the model that has not seen it."""
    return [believed(message.text, models[at]) for message, at in zip(messages, fold, strict=True)]


def threshold_off_topic(scores: Sequence[float | None]) -> float:
    """The smallest threshold, in hundredths, that at most MOST_REFUSED of the course questions reach."""
    reached = sorted((score for score in scores if score is not None), reverse=True)
    first_let_through = reached[int(MOST_REFUSED * len(scores))]
    return math.floor(first_let_through * 100 + 1) / 100


def threshold_small_talk(scores: Sequence[float | None]) -> float:
    """SMALL_TALK_MARGIN above the course message that looks most like it."""
    return round(max(score for score in scores if score is not None) + SMALL_TALK_MARGIN, 2)


def reaching(scores: Sequence[float | None], threshold: float) -> list[int]:
    """How many of how many reach the threshold."""
    return [sum(score is not None and score >= threshold for score in scores), len(scores)]


def of_label(messages: Sequence[Message], scores: Sequence[float | None], *labels: str) -> list[float | None]:
    """The scores of the messages of these labels."""
    return [score for message, score in zip(messages, scores, strict=True) if message.label in labels]


def train(messages: Sequence[Message]) -> LinearModel:
    """The model to ship: fitted to everything, with thresholds and figures found by cross-validation."""
    fold = folds_of(messages, by_words)
    models = models_per_fold(messages, fold, KINDS)
    scores = {kind: out_of_fold(messages, fold, models, rule) for kind, rule in RULES.items()}
    course = {kind: of_label(messages, found, "on_topic") for kind, found in scores.items()}
    every = {kind: of_label(messages, found, "on_topic", "own_course_talk") for kind, found in scores.items()}
    thresholds = {
        "off_topic": threshold_off_topic(course["off_topic"]),
        "greeting": threshold_small_talk(every["greeting"]),
        "thanks": threshold_small_talk(every["thanks"]),
    }
    found: dict[str, Any] = {}
    for kind, threshold in thresholds.items():
        found[kind] = {
            "found": reaching(of_label(messages, scores[kind], kind), threshold),
            "course_questions": reaching(course[kind], threshold),
            "own_course_talk": reaching(of_label(messages, scores[kind], "own_course_talk"), threshold),
        }
    for kind in ("greeting", "thanks"):
        alone = out_of_fold(messages, fold, models, model_alone(kind))
        long = [len(message.words) >= message_kind.FEWEST_WORDS for message in messages]
        judged = of_label(list(compress(messages, long)), list(compress(alone, long)), kind)
        found[kind]["model_alone"] = reaching(judged, thresholds[kind])
    found["off_topic"]["intents_not_seen"] = intents_not_seen(messages, thresholds["off_topic"])
    found["off_topic"]["curve"] = curve(
        of_label(messages, scores["off_topic"], "off_topic"), course["off_topic"]
    )
    header = {
        "what": "Weights of the linear model of message kinds, made by tools/train_message_kind.py.",
        "attribution": ATTRIBUTION,
        "training": {"seed": SEED, "folds": FOLDS, "cost": COST, "epochs": EPOCHS, "messages": len(messages)},
        "cross_validated": found,
        "seen": packed_fingerprints(message.words for message in messages),
    }
    return replace(fit(messages), thresholds=thresholds, header=header)


def intents_not_seen(messages: Sequence[Message], threshold: float) -> list[int]:
    """How many off-topic messages are found by a model that knows none of their intent."""
    fold = folds_of(messages, by_intent)
    models = models_per_fold(messages, fold, ("off_topic",))
    scores = out_of_fold(messages, fold, models, off_topic_score)
    with_intent = [score for message, score in zip(messages, scores, strict=True) if message.intent]
    return reaching(with_intent, threshold)


def curve(off: Sequence[float | None], course: Sequence[float | None]) -> list[list[float]]:
    """[threshold, share of course questions refused, recall] for thresholds from -1 to 3."""
    points = []
    for step in range(-4, 13):
        threshold = step / 4
        (refused, questions), (hit, talk) = reaching(course, threshold), reaching(off, threshold)
        points.append([threshold, round(refused / questions, 5), round(hit / talk, 5)])
    return points


def main() -> None:
    """Train, write the file, and say what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    beside = Path(__file__).parents[2] / "shared" / "data"
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("JUPYTER_TUTOR_DATA") or beside))
    parser.add_argument("--out", type=Path, default=WEIGHTS_FILE)
    arguments = parser.parse_args()
    began = time.monotonic()
    model = train(read_messages(arguments.data))
    text = to_json(model)
    same = arguments.out.exists() and arguments.out.read_text(encoding="utf-8") == text
    arguments.out.parent.mkdir(exist_ok=True)
    arguments.out.write_text(text, encoding="utf-8")
    print(f"{arguments.out}: {'unchanged' if same else 'written'}, {len(text)} bytes")
    print(f"{time.monotonic() - began:.0f} s, thresholds {dict(model.thresholds)}")
    for kind, figures in model.header["cross_validated"].items():
        print(kind, {name: counts for name, counts in figures.items() if name != "curve"})


if __name__ == "__main__":
    main()

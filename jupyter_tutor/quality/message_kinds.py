"""How well messages are told apart: off-topic, greetings, thanks, and how fast.

Reads `course_questions.jsonl` and `other_talk.jsonl`. The shipped weights were fitted to some such
messages; those among the folder's are known by their fingerprints and reported as seen, apart from
what is new. For unseen messages there are also the cross-validated figures of the training.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import median, quantiles

from jupyter_tutor.pedagogy.linear_model import (
    LinearModel,
    fingerprint,
    seen_in_training,
    shipped_model,
)
from jupyter_tutor.pedagogy.message_features import plain_words
from jupyter_tutor.pedagogy.message_kind import MessageKind, intent, small_talk
from jupyter_tutor.pedagogy.off_topic import judge
from jupyter_tutor.quality.figures import Chart, Figure, Section, Series, wilson

QUESTIONS, OTHER = "course_questions.jsonl", "other_talk.jsonl"
ON_TOPIC = "on_topic"
WORD_RULES = "rules of words alone"
TIMED_MESSAGES = 2_000

EXPLANATION = (
    "Off-topic messages are refused and greetings answered without a model; a course question that is taken "
    "for either is an unanswered student, so these mistakes are limited first. Cross-validated: judged by a "
    "model that saw neither the message nor a near-identical one. Seen in training: what the shipped weights "
    "make of messages that they were fitted to, which says little. The words of greetings and thanks were "
    "written with the labelled messages in view; what the model finds without them is shown apart. Whether "
    "a message asks for more, shows an attempt or is a question is decided by rules, for which there are no "
    "labels to measure them by."
)


@dataclass(frozen=True, slots=True)
class _Labelled:
    """One message, and whether the shipped weights were fitted to it."""

    text: str
    label: str
    seen: bool


def measure(folder: Path) -> Section:
    """The section on message kinds; a damaged or missing model is a section without figures."""
    missing = tuple(name for name in (QUESTIONS, OTHER) if not (folder / name).is_file())
    model = shipped_model()
    if model is None:
        return Section("Message kinds", "The weights of the message kinds cannot be read.", missing=missing)
    seen = seen_in_training(model)
    messages = [each for name in (QUESTIONS, OTHER) for each in _read(folder / name, seen)]
    figures = _cross_validated(model)
    for heading, part in (
        ("new messages", [each for each in messages if not each.seen]),
        ("seen in training", [each for each in messages if each.seen]),
    ):
        figures += _measured(heading, part)
    figures += _speed([each.text for each in messages])
    return Section("Message kinds", EXPLANATION, tuple(figures), (_chart(model, messages),), missing)


def _read(path: Path, seen: frozenset[int]) -> list[_Labelled]:
    """The rows of a file that have a text and a label; none of a file that is not there."""
    if not path.is_file():
        return []
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            row = json.loads(line)
        except ValueError:
            continue
        if isinstance(row, dict) and isinstance(row.get("text"), str) and isinstance(row.get("label"), str):
            known = fingerprint(plain_words(row["text"])) in seen
            found.append(_Labelled(row["text"], row["label"], known))
    return found


def _share(name: str, counts: Sequence[int], **more: object) -> Figure:
    value, low, high = wilson(counts[0], counts[1])
    return Figure(name, value, low, high, counts[1], **more)  # type: ignore[arg-type]


def _cross_validated(model: LinearModel) -> list[Figure]:
    """What the training found out, from the header of the weights."""
    found, heading = model.header["cross_validated"], "cross-validated"
    off, greeting, thanks = found["off_topic"], found["greeting"], found["thanks"]
    return [
        *_figures(heading, {kind: found[kind]["found"] for kind in found}, _false_positives(found)),
        _share(f"Off-topic recall, intents never seen ({heading})", off["intents_not_seen"], goal=0.8),
        _share(f"Greeting recall, model alone ({heading})", greeting["model_alone"]),
        _share(f"Thanks recall, model alone ({heading})", thanks["model_alone"]),
        _share(
            f"Hard sentences of other courses refused ({heading})",
            off["own_course_talk"],
            higher_is_better=False,
        ),
    ]


def _false_positives(found: dict[str, dict[str, list[int]]]) -> dict[str, list[int]]:
    return {kind: found[kind]["course_questions"] for kind in found}


def _measured(heading: str, messages: Sequence[_Labelled]) -> list[Figure]:
    """What the shipped weights decide on messages."""
    if not messages:
        return []
    decided = [(each.label, _decided(each.text)) for each in messages]
    hits, false = {}, {}
    for kind in ("off_topic", "greeting", "thanks"):
        of_kind = [decision == kind for label, decision in decided if label == kind]
        of_course = [decision == kind for label, decision in decided if label == ON_TOPIC]
        hits[kind], false[kind] = [sum(of_kind), len(of_kind)], [sum(of_course), len(of_course)]
    return _figures(heading, hits, false)


def _decided(text: str) -> str:
    """The decision on a message that starts a problem without a cell."""
    return small_talk(text) or (MessageKind.OFF_TOPIC if judge(text).off_topic else intent(text))


def _figures(heading: str, hits: dict[str, list[int]], false: dict[str, list[int]]) -> list[Figure]:
    """Recall and mistaken course questions of each kind; nothing of what was not there."""
    rows = (
        ("Off-topic recall", hits["off_topic"], 0.5, 0.8, True),
        ("Course questions refused", false["off_topic"], 0.0005, 0.01, False),
        ("Greeting recall", hits["greeting"], 0.933, 0.9, True),
        ("Course questions taken for a greeting", false["greeting"], 0.0, 0.001, False),
        ("Thanks recall", hits["thanks"], 0.7, None, True),
        ("Course questions taken for thanks", false["thanks"], 0.0, 0.001, False),
    )
    return [
        _share(
            f"{name} ({heading})",
            counts,
            baseline=baseline,
            baseline_name=WORD_RULES,
            goal=goal,
            higher_is_better=better,
        )
        for name, counts, baseline, goal, better in rows
        if counts[1]
    ]


def _speed(texts: Sequence[str]) -> list[Figure]:
    """Milliseconds for all decisions on one message; the interval holds 90 % of the messages."""
    if len(texts) < 2:  # noqa: PLR2004 - no median of one
        return []
    _decided(texts[0])
    taken = []
    for text in islice(texts, 0, None, max(1, len(texts) // TIMED_MESSAGES)):
        began = time.perf_counter()
        _decided(text)
        taken.append((time.perf_counter() - began) * 1_000)
    bounds = quantiles(taken, n=20)
    return [
        Figure(
            "Time per message (median; interval: 5th to 95th percentile)",
            median(taken),
            bounds[0],
            bounds[-1],
            len(taken),
            unit="ms",
            goal=0.5,
            higher_is_better=False,
        )
    ]


def _chart(model: LinearModel, messages: Sequence[_Labelled]) -> Chart:
    """Recall against refused course questions as the threshold moves."""
    points = model.header["cross_validated"]["off_topic"]["curve"]
    series = [
        Series("cross-validated", tuple(point[1] for point in points), tuple(point[2] for point in points))
    ]
    new = [(each.label, judge(each.text).score) for each in messages if not each.seen]
    course = [score for label, score in new if label == ON_TOPIC]
    off = [score for label, score in new if label == MessageKind.OFF_TOPIC]
    if course and off:
        thresholds = [point[0] for point in points]
        series.append(
            Series(
                "new messages",
                tuple(_reaching(course, threshold) for threshold in thresholds),
                tuple(_reaching(off, threshold) for threshold in thresholds),
            )
        )
    return Chart(
        "Off-topic messages found, against course questions refused",
        "line",
        "share of course questions refused",
        "share of off-topic messages found",
        tuple(series),
    )


def _reaching(scores: Sequence[float | None], threshold: float) -> float:
    return sum(score is not None and score >= threshold for score in scores) / len(scores)

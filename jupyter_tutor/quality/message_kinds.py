"""How often a message is taken for what it is, by the shipped weights and by weights that never saw it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median, quantiles

from jupyter_tutor.pedagogy.message_kind import MessageKind, small_talk
from jupyter_tutor.pedagogy.message_model import MessageModel, message_model
from jupyter_tutor.pedagogy.off_topic import is_off_topic, judged_words
from jupyter_tutor.quality.figures import Chart, Figure, Section, Series, wilson
from jupyter_tutor.quality.message_training import COURSE, TALK, Row, read, unseen_models

_EXPLANATION = (
    "A message that starts a new problem without a cell may be about something else than the course: then it "
    "is politely refused. A greeting or thanks is answered without a model. Everything else is a question, "
    "also whatever the rules are not sure of.\n\n"
    "“Shipped” are the weights that come with the tutor. Where the folder has both questions and other talk, "
    "“unseen” trains five times on four fifths of them and judges the rest; all messages of one intent, "
    "and equal messages, are left out together. The data the shipped weights were trained on flatter them: "
    "there the unseen figures count."
)
_RULES = "rules alone"
_TIMED = 400


def measure(folder: Path) -> Section:
    """The section on message kinds, from course_questions.jsonl and other_talk.jsonl."""
    paths = [folder / name for name in (COURSE, TALK)]
    missing = tuple(path.name for path in paths if not path.is_file())
    rows = [row for path in paths if path.is_file() for row in read(path)]
    if not rows:
        return Section("Kinds of message", _EXPLANATION, missing=missing)
    figures = _figures("shipped", rows, [kind_of(row, message_model()) for row in rows])
    charts: tuple[Chart, ...] = ()
    if not missing:
        unseen = _unseen(rows)
        figures += _figures("unseen", [row for row, _ in unseen], [kind_of(*pair) for pair in unseen])
        charts = (_trade_off(unseen),)
    return Section("Kinds of message", _EXPLANATION, (*figures, _time(rows)), charts, missing)


def kind_of(row: Row, model: MessageModel) -> str:
    """What a message that starts a problem without a cell is taken for."""
    talk = small_talk(row.text, model)
    if talk is not None:
        return talk.value
    off = is_off_topic(row.text, model.judgements["off_topic"])
    return MessageKind.OFF_TOPIC.value if off else MessageKind.QUESTION.value


def _unseen(rows: Sequence[Row]) -> list[tuple[Row, MessageModel]]:
    limits = {name: each.threshold for name, each in message_model().judgements.items()}
    return [(rows[number], model) for model, number in unseen_models(rows, limits)]


def _figures(which: str, rows: Sequence[Row], kinds: Sequence[str]) -> list[Figure]:
    rows_of = {label: [kind for row, kind in zip(rows, kinds, strict=True) if row.label == label]
               for label in ("on_topic", "off_topic", "greeting", "thanks")}  # fmt: skip
    course = rows_of["on_topic"]
    found = []
    for label, name, baseline, goal in (
        ("off_topic", "Off-topic recall", 0.497, 0.8),
        ("greeting", "Greeting recall", 0.933, 0.9),
        ("thanks", "Thanks recall", 0.7, None),
    ):
        hits = sum(kind == label for kind in rows_of[label])
        if rows_of[label]:
            share = wilson(hits, len(rows_of[label]))
            found.append(
                Figure(f"{name}, {which}", *share, len(rows_of[label]), "share", baseline, _RULES, goal)
            )
    if course:
        found += [
            _wrong(f"Course questions refused, {which}", course, ("off_topic",), 0.01),
            _wrong(f"Course questions taken for a greeting, {which}", course, ("greeting",), 0.001),
            _wrong(f"Course questions taken for thanks, {which}", course, ("thanks",), 0.001),
        ]
    return found


def _wrong(name: str, kinds: Sequence[str], labels: Sequence[str], goal: float) -> Figure:
    share = wilson(sum(kind in labels for kind in kinds), len(kinds))
    return Figure(name, *share, len(kinds), goal=goal, higher_is_better=False)


def _trade_off(unseen: Sequence[tuple[Row, MessageModel]]) -> Chart:
    """Recall against refused course questions, as the threshold moves."""
    scores: dict[str, list[float]] = {"on_topic": [], "off_topic": []}
    for row, model in unseen:
        if row.label in scores:
            words = judged_words(row.text)
            judged = words is not None and model.judgements["off_topic"]
            scores[row.label].append(judged.score(row.values) if judged else float("-inf"))
    limits = [number / 4 for number in range(24, -9, -1)]
    refused, recall = (
        tuple(sum(score > limit for score in scores[label]) / len(scores[label]) for limit in limits)
        for label in ("on_topic", "off_topic")
    )
    series = Series("unseen", tuple(100 * share for share in refused), tuple(100 * share for share in recall))
    return Chart(
        "Off-topic: what is found against what is refused",
        "line",
        "course questions refused, %",
        "off-topic found, %",
        (series,),
    )


def _time(rows: Sequence[Row]) -> Figure:
    step = max(1, len(rows) // _TIMED)
    spent = []
    for row in rows[::step]:
        begin = time.perf_counter()
        kind_of(row, message_model())
        spent.append(1e3 * (time.perf_counter() - begin))
    cuts = quantiles(spent, n=40) if len(spent) > 1 else [*spent] * 39
    middle = median(spent)
    return Figure(
        "Time per message, median",
        middle,
        cuts[0],
        cuts[-1],
        len(spent),
        "ms",
        goal=0.5,
        higher_is_better=False,
    )

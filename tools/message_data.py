"""The labelled messages that the linear model of message kinds is fitted to, and whose they are."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from jupyter_tutor.pedagogy.message_features import plain_words

FILES = ("course_questions.jsonl", "other_talk.jsonl")
ATTRIBUTION = [
    {
        "work": "CS1QA: A Dataset for Assisting Code-based Question Answering in an Introductory "
        "Programming Course (NAACL 2022)",
        "authors": "Changyoon Lee, Yeon Seonwoo, Alice Oh",
        "licence": "MIT",
        "link": "https://github.com/cyoon47/CS1QA",
    },
    {
        "work": "CLINC150: An Evaluation Dataset for Intent Classification and Out-of-Scope Prediction "
        "(EMNLP-IJCNLP 2019)",
        "authors": "Stefan Larson, Anish Mahendran, Joseph J. Peper, Christopher Clarke, Andrew Lee, "
        "Parker Hill, Jonathan K. Kummerfeld, Kevin Leach, Michael A. Laurenzano, Lingjia Tang, Jason Mars",
        "licence": "CC BY 3.0, https://creativecommons.org/licenses/by/3.0/",
        "link": "https://github.com/clinc/oos-eval",
        "changes": "statistics of the texts only: weights of hashed features, no text",
    },
]


@dataclass(frozen=True, slots=True)
class Message:
    """One labelled message. `intent` is what CLINC150 calls it, empty where that is not known."""

    text: str
    label: str
    intent: str
    words: tuple[str, ...]


def read_messages(folder: Path) -> list[Message]:
    """The messages of both files and our own, in their order. SystemExit says which file is missing."""
    missing = [
        name for name in ("course_questions.jsonl", "other_talk.jsonl") if not (folder / name).exists()
    ]
    if missing:
        sys.exit(
            f"{', '.join(missing)} not found in {folder}: give the folder with --data or JUPYTER_TUTOR_DATA"
        )
    messages = []
    for name in ("course_questions.jsonl", "other_talk.jsonl"):
        for line in (folder / name).read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            words = plain_words(row["text"])
            messages.append(Message(row["text"], row["label"], row.get("intent", ""), words))
    own = Path(__file__).with_name("own_course_talk.txt").read_text(encoding="utf-8").splitlines()
    return messages + [Message(text, "own_course_talk", "", plain_words(text)) for text in own]

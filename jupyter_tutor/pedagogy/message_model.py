"""Linear judgements of messages, read from a file of weights that `make train` wrote.

The file is a line of JSON (what it is, where the data came from, thresholds, cross-validated figures)
and, for each label in the order of that line, one signed byte per weight.
"""

from __future__ import annotations

import json
from array import array
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jupyter_tutor.pedagogy.message_features import SIZE, features

FORMAT = 1
FILE = Path(__file__).parent / "weights" / "message_kind.bin"


@dataclass(frozen=True, slots=True)
class Judgement:
    """One label: score = bias + scale · Σ weight · value; it is given above the threshold."""

    bias: float
    scale: float
    threshold: float
    weights: array[int]

    def score(self, values: dict[int, float]) -> float:
        """The logit of the label."""
        weights = self.weights
        return self.bias + self.scale * sum(weights[place] * value for place, value in values.items())

    def holds(self, words: list[str]) -> bool:
        """Whether a message of these words, as `normalised` gives them, has the label."""
        return self.score(features(words)) > self.threshold


@dataclass(frozen=True, slots=True)
class MessageModel:
    """All judgements, and the header of their file."""

    header: dict[str, Any]
    judgements: dict[str, Judgement]


def decoded(data: bytes) -> MessageModel:
    """The model in a file's bytes. ValueError for a file of another format or size."""
    line, _, rest = data.partition(b"\n")
    header = json.loads(line)
    labels = header["labels"]
    if header["format"] != FORMAT or header["size"] != SIZE or len(rest) != SIZE * len(labels):
        raise ValueError("these weights were written by another version; run `make train`")
    return MessageModel(
        header,
        {
            name: Judgement(
                label["bias"],
                label["scale"],
                label["threshold"],
                array("b", rest[number * SIZE : (number + 1) * SIZE]),
            )
            for number, (name, label) in enumerate(labels.items())
        },
    )


@cache
def message_model() -> MessageModel:
    """The shipped model, read when it is first needed."""
    return decoded(FILE.read_bytes())

"""Trains the judgements of messages and writes their weights into the package. `make train`.

Everything that decides is in `jupyter_tutor/quality/message_training.py`; the same data give the same
weights. Data: course questions of CS1QA (Lee et al., NAACL 2022, MIT), everyday utterances of CLINC150
(Larson et al., EMNLP 2019, CC BY 3.0).
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from jupyter_tutor.pedagogy.message_model import FILE
from jupyter_tutor.quality.message_training import COURSE, LABELS, TALK, fit, read, threshold, written

ATTRIBUTION = (
    "Trained on course questions of CS1QA (Lee, Seonwoo, Oh: CS1QA: A Dataset for Assisting Code-based "
    "Question Answering in an Introductory Programming Class, NAACL 2022; MIT) and utterances of CLINC150 "
    "(Larson et al.: An Evaluation Dataset for Intent Classification and Out-of-Scope Prediction, EMNLP "
    "2019; CC BY 3.0)."
)


def main() -> None:
    """Choose thresholds on what was left out, train on everything, write the file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--output", type=Path, default=FILE)
    given = parser.parse_args()
    paths = [given.data / name for name in (COURSE, TALK)]
    missing = [str(path) for path in paths if not path.is_file()]
    if missing:
        sys.exit(f"{' and '.join(missing)}: not there. --data names the folder that has them.")
    rows = [row for path in paths for row in read(path)]
    judgements = {}
    for label in LABELS:
        print(f"{label}: five folds of {len(rows)} messages, then all of them …", flush=True)
        judgements[label] = replace(fit(rows, label), threshold=threshold(rows, label))
        print(f"{label}: given above {judgements[label].threshold}")
    given.output.parent.mkdir(exist_ok=True)
    given.output.write_bytes(written(judgements, ATTRIBUTION))
    print(f"{given.output.name}: {given.output.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()

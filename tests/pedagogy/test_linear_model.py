"""The model of message kinds: its file, and how it judges."""

from __future__ import annotations

import math
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.pedagogy import linear_model, message_kind, off_topic
from jupyter_tutor.pedagogy.linear_model import (
    WEIGHTS_FILE,
    LinearModel,
    from_json,
    shipped_model,
    stored_idf,
    to_json,
    unit_vector,
)
from jupyter_tutor.pedagogy.message_features import BUCKETS, plain_words, word_bucket

SAMPLE = LinearModel(
    idf={word_bucket("lunch"): 48, word_bucket("loop"): 32},
    weights={"off_topic": {word_bucket("lunch"): 100, word_bucket("loop"): -50}},
    biases={"off_topic": -1.0},
    scales={"off_topic": 0.05},
    thresholds={"off_topic": 1.0},
    header={"what": "a sample"},
)


def test_a_score_is_bias_plus_weights_of_a_unit_vector() -> None:
    """One known word: its weight times the scale; two: each by its share of the length."""
    assert SAMPLE.scores(("lunch",)) == {"off_topic": pytest.approx(-1 + 5)}
    lunch, loop = 3 / math.hypot(3, 2), 2 / math.hypot(3, 2)
    assert SAMPLE.scores(("lunch", "loop")) == {"off_topic": pytest.approx(-1 + 5 * lunch - 2.5 * loop)}


def test_what_was_never_seen_leaves_the_bias() -> None:
    """No feature known: nothing but the bias speaks, and the share known is zero."""
    assert SAMPLE.scores(("qwxz",)) == {"off_topic": -1.0}
    assert (SAMPLE.known_share(("qwxz",)), SAMPLE.known_share(()), SAMPLE.known_share(("loop",))) == (0, 0, 1)


@given(
    st.dictionaries(
        st.integers(0, BUCKETS - 1), st.tuples(st.integers(0, 255), st.integers(-127, 127)), max_size=60
    )
)
def test_a_file_gives_back_the_model(entries) -> None:
    """Whatever the buckets, however far apart they are."""
    model = LinearModel(
        {bucket: idf for bucket, (idf, _) in sorted(entries.items())},
        {"greeting": {bucket: weight for bucket, (_, weight) in entries.items() if weight}},
        {"greeting": -0.25},
        {"greeting": 0.125},
        {"greeting": 0.5},
        {"what": "sample"},
    )
    read = from_json(to_json(model))
    assert (read.idf, read.weights) == (model.idf, model.weights)
    assert (read.biases, read.scales, read.thresholds) == (model.biases, model.scales, model.thresholds)


def test_another_format_is_refused() -> None:
    """A file of another version or size is an error, not a silent misreading."""
    with pytest.raises(ValueError, match="format 2"):
        from_json(to_json(SAMPLE).replace('"format": 1', '"format": 2'))


@given(st.lists(st.text(max_size=12), max_size=90))
def test_a_vector_has_length_one_or_nothing(words) -> None:
    """With the shipped features, for any words."""
    vector = unit_vector(tuple(words), shipped_model().idf)
    assert not vector or math.hypot(*vector.values()) == pytest.approx(1)


def test_rare_features_weigh_more() -> None:
    """The inverse document frequency falls with the number of messages, within a byte."""
    found = [stored_idf(5_000, count) for count in (1, 10, 100, 5_000)]
    assert found == sorted(found, reverse=True)
    assert all(0 < idf < 256 for idf in found)


def test_the_file_is_small_and_names_its_sources() -> None:
    """At most 300 kB; authors, licences, links, seed and thresholds are in its header."""
    assert WEIGHTS_FILE.stat().st_size <= 300_000
    model = shipped_model()
    for source, licence in zip(model.header["attribution"], ("MIT", "CC BY 3.0"), strict=True):
        assert source["authors"]
        assert source["link"].startswith("https://")
        assert source["licence"].startswith(licence)
    assert model.header["training"]["seed"]
    assert set(model.thresholds) == {"off_topic", "greeting", "thanks"}


def test_the_file_is_read_when_first_needed() -> None:
    """Importing the rules reads no weights."""
    code = (
        "import jupyter_tutor.pedagogy.engine; from jupyter_tutor.pedagogy import linear_model; "
        "print(linear_model.shipped_model.cache_info().currsize)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0"


# req: P7
def test_without_weights_nobody_is_refused(monkeypatch, tmp_path) -> None:
    """A damaged or missing file: greetings by their vocabulary, and everything else is answered."""
    damaged = tmp_path / "damaged.json"
    damaged.write_text("{", encoding="utf-8")
    for path in (tmp_path / "missing.json", damaged):
        monkeypatch.setattr(linear_model, "WEIGHTS_FILE", path)
        shipped_model.cache_clear()
        assert shipped_model() is None
        assert not off_topic.is_off_topic("book me a flight to Boston")
        assert message_kind.small_talk("hello there") is message_kind.MessageKind.GREETING
        assert message_kind.small_talk("how was your day") is None
    shipped_model.cache_clear()


def test_the_shipped_model_judges_what_it_should() -> None:
    """Its scores point the right way."""
    scores = {text: shipped_model().scores(plain_words(text)) for text in ("book a flight", "what is a loop")}
    assert scores["book a flight"]["off_topic"] > 0 > scores["what is a loop"]["off_topic"]

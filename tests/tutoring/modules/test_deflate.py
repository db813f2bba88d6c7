"""Compressing notebooks: every reader of zlib gets back what went in."""

from __future__ import annotations

import base64
import random
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.tutoring.modules.deflate import compress

PIECE = 64 * 1024
IMAGE = base64.b64encode(random.Random(1).randbytes(300_000))
WORDS = b"for each value in the list of values " * 10_000


@given(
    st.lists(st.sampled_from([b"", b"a", b" ", WORDS[:70_000], IMAGE[:150_000]]) | st.binary(max_size=300))
)
def test_what_goes_in_comes_out(parts: list[bytes]):
    """Whatever is mixed, of whatever length."""
    document = b"".join(parts)
    assert zlib.decompress(compress(document)) == document


@pytest.mark.parametrize("length", [0, 1, PIECE - 1, PIECE, PIECE + 1, 4 * PIECE, 4 * PIECE + 1])
def test_pieces_join_without_a_seam(length: int):
    """At and around the borders of the pieces."""
    assert zlib.decompress(compress(WORDS[:length])) == WORDS[:length]


def test_text_becomes_small_and_images_no_larger_than_their_bytes():
    """Text to a tenth at most; base64 has six bits in each eight, and little more is kept."""
    assert len(compress(WORDS)) < len(WORDS) / 10
    assert len(compress(IMAGE)) < 0.77 * len(IMAGE)


def test_a_damaged_stream_is_noticed():
    """The sum at the end covers every block."""
    packed = bytearray(compress(WORDS))
    packed[-1] ^= 1
    with pytest.raises(zlib.error):
        zlib.decompress(bytes(packed))

"""Coalescing: the first piece at once, nothing lost, never more than one frame a beat."""

from __future__ import annotations

import asyncio

from hypothesis import given, settings
from hypothesis import strategies as st

from jupyter_tutor.tutoring.pacing import TokenPacer


async def test_the_first_piece_goes_out_at_once():
    """No student waits a beat for the first word."""
    out: list[str] = []
    TokenPacer(out.append, beat=60).add("Look")
    assert out == ["Look"]


async def test_pieces_within_a_beat_are_one_frame_that_comes_without_a_further_piece():
    """A model that pauses does not leave text unshown."""
    out: list[str] = []
    pacer = TokenPacer(out.append, beat=0.01)
    for piece in ("a", "b", "c"):
        pacer.add(piece)
    assert out == ["a"]
    await asyncio.sleep(0.05)
    assert out == ["a", "bc"]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(max_size=5)))
def test_joined_frames_are_the_joined_pieces(pieces: list[str]):
    """Coalescing changes where the text is cut and nothing else."""

    async def run() -> list[str]:
        out: list[str] = []
        pacer = TokenPacer(out.append, beat=0.0005)
        for index, piece in enumerate(pieces):
            pacer.add(piece)
            if index % 3 == 0:
                await asyncio.sleep(0.001)
        pacer.flush()
        return out

    out = asyncio.run(run())
    assert "".join(out) == "".join(pieces)
    assert all(out)

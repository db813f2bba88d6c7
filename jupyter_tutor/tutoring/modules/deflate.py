"""zlib for notebooks: images in base64 are not searched for repetitions, which they do not have.

Searching takes most of the time on them and gains nothing; coding their characters alone is four times as
fast and a little smaller. The stream is an ordinary one of zlib (RFC 1950): blocks of deflate (RFC 1951)
between a header and the Adler-32 sum. No block knows of another, so that several threads make them.
"""

from __future__ import annotations

import zlib
from concurrent.futures import ThreadPoolExecutor
from functools import cache

_HEADER = b"\x78\x01"
_PIECE = 64 * 1024
_LEAST_SPACES = _PIECE // 1_000
_RAW = -zlib.MAX_WBITS
_FAST = 1
_MEMORY = 9
_THREADS = 3


def compress(document: bytes) -> bytes:
    """The document as a stream that `zlib.decompress` reads."""
    pieces = [document[begin : begin + _PIECE] for begin in range(0, len(document), _PIECE)] or [b""]
    several = _threads().map if len(pieces) > _THREADS else map
    blocks = several(_block, pieces[:-1])
    last = _block(pieces[-1], zlib.Z_FINISH)
    return b"".join([_HEADER, *blocks, last, zlib.adler32(document).to_bytes(4, "big")])


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(_THREADS, "tutor-packer")


def _block(piece: bytes, ending: int = zlib.Z_SYNC_FLUSH) -> bytes:
    """A piece of the stream. Only what has spaces, as people write, is searched for repetitions."""
    has_words = piece.count(b" ") > _LEAST_SPACES
    strategy = zlib.Z_DEFAULT_STRATEGY if has_words else zlib.Z_HUFFMAN_ONLY
    writer = zlib.compressobj(_FAST, zlib.DEFLATED, _RAW, _MEMORY, strategy)
    return writer.compress(piece) + writer.flush(ending)

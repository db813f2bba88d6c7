"""How Otter shares the points of a question among its tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


class PointsFault(Exception):
    """The points make no sense; the message says why."""


def shared(points: object, given: Sequence[float | None]) -> list[float]:
    """The points of each test, from the question's `points` and those each test has itself (None for none).

    A list has one number for each test; `each` is every test's; one number is the whole, of which tests
    without points share what is left. Without any points at all the question is worth 1.
    """
    if isinstance(points, list):
        if len(points) != len(given):
            raise PointsFault(f"There are {len(points)} points for {len(given)} tests")
        return shared(None, [_number(each) if each is not None else None for each in points])
    total = _total(points, len(given))
    known = sum(each for each in given if each is not None)
    if total is not None and known > total:
        raise PointsFault("The tests have more points than the question")
    if total is None:
        total = 1.0 if known == 0 else known
    open_tests = sum(each is None for each in given)
    rest = (total - known) / open_tests if open_tests else 0.0
    return [rest if each is None else each for each in given]


def whole(points: object, tests: int) -> float:
    """What a question is worth that has no tests, or is graded by hand."""
    if isinstance(points, list):
        return sum(_number(each) for each in points)
    return _total(points, tests) or 0.0


def _total(points: object, tests: int) -> float | None:
    if isinstance(points, Mapping):
        return _number(points.get("each", 1)) * tests
    return None if points is None else _number(points)


def _number(value: object) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < float("inf"):
        return float(value)
    raise PointsFault("Points are not numbers from 0 on")

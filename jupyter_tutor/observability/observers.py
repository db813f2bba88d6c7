"""Several observers as one, none of which can disturb an answer."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from jupyter_tutor.tutoring.occurrences import Occurrence
from jupyter_tutor.tutoring.ports import Observer


class Observers:
    """Passes every occurrence on to each; an observer that fails is reported, never raised."""

    def __init__(self, observers: Sequence[Observer], logger: logging.Logger) -> None:
        self._observers = tuple(observers)
        self._logger = logger

    def record(self, occurrence: Occurrence) -> None:
        """Tell everybody."""
        for observer in self._observers:
            try:
                observer.record(occurrence)
            except Exception as error:  # noqa: BLE001 - watching must not break what is watched
                self._logger.warning(
                    "%s could not record %s: %s",
                    type(observer).__name__,
                    type(occurrence).__name__,
                    type(error).__name__,
                )

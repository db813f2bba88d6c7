"""The families of failures, in the order in which they are tried."""

from __future__ import annotations

from jupyter_tutor.language_models.coach.families import (
    arithmetic,
    arrays,
    attributes,
    brackets,
    calling,
    control,
    files,
    grammar,
    indentation,
    indexing,
    modules,
    names,
    nothing,
    operands,
    punctuation,
    scope,
    stopping,
    unpacking,
    values,
    words,
    wrong_kind,
)
from jupyter_tutor.language_models.coach.families.stopping import RAISED
from jupyter_tutor.language_models.coach.families.unknown import UNKNOWN
from jupyter_tutor.language_models.coach.families.unreadable import ELSEWHERE_FAMILY, GENERAL

FAMILIES = (
    *scope.FAMILIES,
    *names.FAMILIES,
    *arrays.FAMILIES,
    *indexing.FAMILIES,
    *nothing.FAMILIES,
    *operands.FAMILIES,
    *calling.FAMILIES,
    *wrong_kind.FAMILIES,
    *arithmetic.FAMILIES,
    *modules.FAMILIES,
    *files.FAMILIES,
    *unpacking.FAMILIES,
    *values.FAMILIES,
    *attributes.FAMILIES,
    *control.FAMILIES,
    *stopping.FAMILIES,
    *punctuation.FAMILIES,
    *brackets.FAMILIES,
    *grammar.FAMILIES,
    *words.FAMILIES,
    GENERAL,
    *indentation.FAMILIES,
)
"""Special ones before general ones: the first that fits explains the failure."""

__all__ = ["ELSEWHERE_FAMILY", "FAMILIES", "GENERAL", "RAISED", "UNKNOWN"]

"""Everything about modules that people may see and do."""

from __future__ import annotations

from dataclasses import dataclass

from jupyter_tutor.tutoring.modules.catalogue import Catalogue
from jupyter_tutor.tutoring.modules.class_overview import ClassOverview
from jupyter_tutor.tutoring.modules.coursework import Coursework
from jupyter_tutor.tutoring.modules.publishing import Publishing


@dataclass(frozen=True, slots=True)
class Modules:
    """The use cases of modules."""

    catalogue: Catalogue
    coursework: Coursework
    publishing: Publishing
    overview: ClassOverview

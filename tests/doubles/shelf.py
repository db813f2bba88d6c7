"""Published modules in memory, whose notebooks are already understood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from surroundings import ManualClock, Witness

from jupyter_tutor.errors import NotFound
from jupyter_tutor.notebooks.exercise import Exercise, Module, Policy, Reading
from jupyter_tutor.tutoring.modules.records import ExamTime
from jupyter_tutor.tutoring.teaching.placement import PublishedModule
from jupyter_tutor.tutoring.teaching.published_exercises import PublishedExercises

STARTER = "def moving_average(values, width):\n    # YOUR CODE HERE\n    raise NotImplementedError()\n"
SOLUTION = (
    "def moving_average(values, width):\n"
    "    averages = []\n"
    "    for start in range(len(values) - width + 1):\n"
    "        window = values[start:start + width]\n"
    "        averages.append(sum(window) / width)\n"
    "    return averages\n"
)
PROMPT = (
    "Write a function `moving_average(values, width)` that returns the mean of every stretch of "
    "`width` neighbouring measurements, from the first stretch to the last."
)
EXERCISE = Exercise(
    id="moving-average", title="Moving average", prompt=PROMPT, starter=STARTER, solution=SOLUTION, cell=3
)


def module(*exercises: Exercise, slug: str = "signals", setup: str = "") -> Module:
    """A module of these exercises, with nothing else said."""
    return Module(slug, slug.title(), "", None, None, (), Policy(), exercises, setup)


@dataclass
class Shelf:
    """Implements PublishedModules, and reads its own notebooks."""

    modules: dict[str, PublishedModule] = field(default_factory=dict)
    contents: dict[tuple[str, int], Module] = field(default_factory=dict)
    journal: list[str] = field(default_factory=list)
    changes: int = 0

    def publish(
        self, module_id: str, content: Module, *policies: Policy, exams: tuple[ExamTime, ...] = ()
    ) -> PublishedModule:
        """Put a version on the shelf, under the policies of its course and itself."""
        earlier = self.modules.get(module_id)
        version = 1 if earlier is None else earlier.version + 1
        self.contents[module_id, version] = content
        published = PublishedModule(module_id, content.slug, version, policies, exams)
        self.modules[module_id] = published
        self.changes += 1
        return published

    def change(self, module_id: str, **fields: object) -> None:
        """Set another policy or exam."""
        self.modules[module_id] = replace(self.modules[module_id], **fields)
        self.changes += 1

    def withdraw(self, module_id: str) -> None:
        """Take it down."""
        del self.modules[module_id]
        self.changes += 1

    async def stamp(self) -> int:
        self.journal.append("stamp")
        return self.changes

    async def listing(self) -> tuple[PublishedModule, ...]:
        self.journal.append("listing")
        return tuple(self.modules.values())

    async def source(self, module_id: str, version: int) -> Mapping[str, object]:
        self.journal.append(f"source {module_id} {version}")
        if (module_id, version) not in self.contents:
            raise NotFound("There is no such version.")
        return {"content": self.contents[module_id, version]}

    def read(self, notebook: Mapping[str, object], slug: str) -> Reading:
        content = notebook["content"]
        assert isinstance(content, Module)
        return Reading(replace(content, slug=slug), ())

    def catalogue(
        self, clock: ManualClock | None = None, witness: Witness | None = None
    ) -> PublishedExercises:
        """The exercises on it as messages find them."""
        return PublishedExercises(self, self.read, clock or ManualClock(), witness or Witness())

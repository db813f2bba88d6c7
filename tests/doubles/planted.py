"""An author's notebook with a word planted in each place that no student may read."""

from __future__ import annotations

from typing import Any

from module_samples import code, notebook, text

SECRETS = (
    "xylophone",  # the solution
    "quagmire",  # a hidden check
    "zeppelin",  # a hint
    "flamingo",  # a mark scheme
    "wombat",  # a common mistake
    "kumquat",  # words for the tutor
    "ocelot",  # an output
    "tapir",  # metadata that nobody knows
    "narwhal",  # a skill
)


def ours(**fields: Any) -> dict[str, Any]:
    """Our metadata."""
    return {"jupyter_tutor": fields}


def planted(slug: str = "mean", title: str = "Mean") -> dict[str, Any]:
    """One exercise with everything that authors write."""
    answer = (
        "def mean(values):\n    ### BEGIN SOLUTION\n    xylophone = sum(values)\n"
        "    return xylophone / len(values)\n    ### END SOLUTION\n"
    )
    shown = {"output_type": "stream", "name": "stdout", "text": "ocelot\n"}
    module = {"slug": slug, "title": title, "summary": "Means of numbers.", "order": 1, "minutes": 20}
    policy = {"max_hint_level": 4, "tutor": "on", "words": "Never say kumquat."}
    exercise = {"id": "mean", "title": "Mean", "text": "Write `mean`.", "points": 2, "skills": ["narwhal"]}
    return notebook(
        text("# Means", cell_id="c1", secret_of_a_tool={"note": "tapir"}),
        {**code(answer, cell_id="c2", outputs=[shown], **ours(exercise=exercise)), "execution_count": 4},
        text("Think of the zeppelin.", cell_id="c3", **ours(role="hint", exercise="mean", level=2)),
        code("assert mean([1, 3]) == 2", cell_id="c4", **ours(role="check", exercise="mean", name="two")),
        code("quagmire = mean([5])\nassert quagmire == 5", cell_id="c5", **ours(role="check", hidden=True)),
        text("You forgot the wombat.", cell_id="c6", **ours(role="mistake", when={"error": "TypeError"})),
        code("def mean(v):\n    return xylophone(v) / len(v)", cell_id="c7", **ours(role="solution")),
        text(
            "Explain.\n\n### BEGIN MARK SCHEME\nOne point for flamingo.\n### END MARK SCHEME",
            cell_id="c8",
            **ours(exercise={"id": "why", "title": "Why", "text": "Explain."}),
        ),
        **ours(version=1, module=module, policy=policy),
    )


def plain(slug: str, body: str = "print(1)", **module: Any) -> dict[str, Any]:
    """A module without exercises."""
    return notebook(
        code(body, cell_id="c1"), **ours(version=1, module={"slug": slug, "title": slug.title(), **module})
    )

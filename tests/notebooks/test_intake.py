"""Reading notebook files."""

import json
from typing import Any

import pytest
from notebook_samples import code, markdown, notebook, ours, own_module

from jupyter_tutor.errors import Invalid
from jupyter_tutor.notebooks.intake import LARGEST, load
from jupyter_tutor.notebooks.reading import read
from jupyter_tutor.notebooks.release import release


def test_a_notebook_is_loaded_as_it_is() -> None:
    """nbformat 4 is passed on unchanged, also with a byte order mark and names in any script."""
    source = notebook(markdown("# Übung 1 – 日本語 🙂"), code("größe = 1"))
    assert load(json.dumps(source)) == source
    assert load("\ufeff" + json.dumps(source, ensure_ascii=False)) == source


def test_a_notebook_of_version_3_is_upgraded() -> None:
    """Worksheets, inputs and heading cells of nbformat 3 become cells of nbformat 4."""
    old = {
        "nbformat": 3,
        "nbformat_minor": 0,
        "metadata": {"name": "old"},
        "worksheets": [
            {
                "metadata": {},
                "cells": [
                    {"cell_type": "heading", "level": 1, "metadata": {}, "source": ["Old"]},
                    {
                        "cell_type": "code",
                        "collapsed": False,
                        "input": ["x = 1\n", "x"],
                        "language": "python",
                        "metadata": ours(exercise="x"),
                        "outputs": [],
                        "prompt_number": 1,
                    },
                ],
            }
        ],
    }
    module = read(load(json.dumps(old)), slug="old").module
    assert (module.title, module.exercises[0].starter) == ("Old", "x = 1\nx")


BROKEN: list[tuple[str, str]] = [
    ("", "no notebook"),
    ("{", "no notebook"),
    ("[]", "does not say which nbformat"),
    ('{"cells": []}', "does not say which nbformat"),
    ('{"nbformat": 9, "nbformat_minor": 0, "metadata": {}, "cells": []}', "nbformat 9"),
    ('{"nbformat": 3, "worksheets": 1}', "nbformat 3"),
    ('{"nbformat": 4, "nbformat_minor": 4, "metadata": {}}', "broken"),
    (
        '{"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": [{"cell_type": "code"}]}',
        "broken at cells → 1",
    ),
    ('{"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": [1]}', "broken at cells → 1"),
    ('{"nbformat": 4, "nbformat_minor": "x", "metadata": {}, "cells": []}', "broken at nbformat_minor"),
    (
        '{"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": [{"cell_type": null}]}',
        "Cell 1 is no code",
    ),
    ("[" * 100_000, "no notebook"),
]


@pytest.mark.parametrize(("text", "message"), BROKEN)
def test_a_broken_file_is_invalid(text: str, message: str) -> None:
    """What is wrong is said in one sentence, with its place where there is one."""
    with pytest.raises(Invalid, match=message):
        load(text)


def test_a_file_of_any_size_is_refused() -> None:
    """A file that is no notebook by its size alone is not even parsed."""
    with pytest.raises(Invalid, match="too large"):
        load(" " * (LARGEST + 1))


def test_a_notebook_of_five_megabytes_is_loaded_read_and_released() -> None:
    """Pictures in outputs and thousands of lines are no obstacle; the release is small."""
    picture: Any = {"output_type": "display_data", "metadata": {}, "data": {"image/png": "A" * 40_000}}
    cells = [code(f"value_{n} = compute({n})\n" * 20) | {"outputs": [picture]} for n in range(100)]
    source = own_module(*cells, code("# " + "long " * 100_000))
    text = json.dumps(source)
    assert len(text) > 4_500_000
    loaded = load(text)
    result = release(loaded, read(loaded, slug="m"))
    assert len(result["cells"]) == 106
    assert "AAAA" not in json.dumps(result)

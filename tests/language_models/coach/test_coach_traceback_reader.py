from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyter_tutor.language_models.coach.traceback_reader import (
    LONGEST_TRACEBACK,
    exception_in_words,
    read_traceback,
)

OLD = """\x1b[0;31m---------------------------------------------------------------------------\x1b[0m
\x1b[0;31mKeyError\x1b[0m                                  Traceback (most recent call last)
\x1b[0;32m<ipython-input-5-0a1b2c3d4e5f>\x1b[0m in \x1b[0;36m<module>\x1b[0;34m\x1b[0m
\x1b[1;32m      3\x1b[0m \x1b[0;34m\x1b[0m\x1b[0m
\x1b[0;32m----> 4\x1b[0;31m \x1b[0mlook\x1b[0m\x1b[0;34m(\x1b[0m\x1b[0;34m)\x1b[0m

\x1b[0;32m<ipython-input-5-0a1b2c3d4e5f>\x1b[0m in \x1b[0;36mlook\x1b[0;34m(a)\x1b[0m
\x1b[0;32m----> 2\x1b[0;31m     \x1b[0mages\x1b[0m\x1b[0;34m[\x1b[0m\x1b[0;34m'b'\x1b[0m\x1b[0;34m]\x1b[0m

\x1b[0;31mKeyError\x1b[0m: 'b'"""
INPUT_IN = """ValueError                                Traceback (most recent call last)
Input In [12], in <cell line: 2>()
      1 x = 'a'
----> 2 int(x)

ValueError: invalid literal for int() with base 10: 'a'"""
KERNEL_FILE = """---------------------------------------------------------------------------
TypeError                                 Traceback (most recent call last)
/tmp/ipykernel_4711/123456.py in <module>
      1 x = 3
----> 2 x()

TypeError: 'int' object is not callable"""
LIBRARY = """JSONDecodeError                           Traceback (most recent call last)
Cell In[8], line 2
      1 import json
----> 2 json.loads('{a')

File ~/lib/python3.11/json/__init__.py:346, in loads(s, **kw)
    341     s = s.decode(detect_encoding(s), 'surrogatepass')
--> 346     return _default_decoder.decode(s)

JSONDecodeError: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"""
CHAINED = """ZeroDivisionError                         Traceback (most recent call last)
Cell In[6], line 2
      1 try:
----> 2     1/0

ZeroDivisionError: division by zero

During handling of the above exception, another exception occurred:

ValueError                                Traceback (most recent call last)
Cell In[6], line 4
----> 4     int('a')

ValueError: invalid literal"""
LOOKS_LIKE_ONE = """ValueError                                Traceback (most recent call last)
Cell In[13], line 4
----> 4     raise ValueError(text)

ValueError: bad
TypeError: this is only text
During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "worker.py", line 99, in run
KeyError: 'also only text'"""
SYNTAX = """  Cell In[9], line 3
    for i in range(3)
                     ^
SyntaxError: expected ':'
"""
NOT_SPLIT = """  File <string>:3
    y = 2
         ^
TabError: inconsistent use of tabs and spaces in indentation
"""
GIVEN_TO_EXEC = """Traceback (most recent call last):

  Cell In[4], line 1
    exec("a = = 1")

  File <string>:1
    a = = 1
        ^
SyntaxError: invalid syntax
"""
TIMED = """ZeroDivisionError                         Traceback (most recent call last)
Cell In[1], line 1
----> 1 get_ipython().run_cell_magic('time', '', 'x=1\\n1/0\\n')

File <timed exec>:2
      1 'Could not get source, probably due dynamically evaluated source code.'

ZeroDivisionError: division by zero"""
PLAIN_CARETS = """Traceback (most recent call last):
  File "/home/me/work.py", line 9, in <module>
    print(go(3))
          ^^^^^
  File "/home/me/work.py", line 4, in go
    return a[i]
           ~^^^
  File "/usr/lib/python3.11/collections/__init__.py", line 1000, in __getitem__
    raise KeyError(key)
mine.Missing: nothing here"""
GROUP = """  + Exception Group Traceback (most recent call last):
  |   File "<ipython-input-24-118d4d71f466>", line 1, in <module>
  |     raise ExceptionGroup('g', [ValueError('x')])
  | ExceptionGroup: g (1 sub-exception)
  +-+---------------- 1 ----------------
    | ValueError: x
    +------------------------------------"""


@pytest.mark.parametrize(
    ("text", "ename", "place"),
    [
        (OLD, "KeyError", (2, 5, "look", "ages['b']")),
        (INPUT_IN, "ValueError", (2, 12, None, "int(x)")),
        (KERNEL_FILE, "TypeError", (2, None, None, "x()")),
        (LIBRARY, "JSONDecodeError", (2, 8, None, "json.loads('{a')")),
        (CHAINED, "ValueError", (4, 6, None, "int('a')")),
        (LOOKS_LIKE_ONE, "ValueError", (4, 13, None, "raise ValueError(text)")),
        (SYNTAX, "SyntaxError", (3, 9, None, "for i in range(3)")),
        (NOT_SPLIT, "TabError", (3, None, None, "y = 2")),
        (GIVEN_TO_EXEC, "SyntaxError", (1, 4, None, 'exec("a = = 1")')),
        (TIMED, "ZeroDivisionError", (3, None, None, "")),
        (PLAIN_CARETS, "mine.Missing", (4, None, "go", "return a[i]")),
        (GROUP, "ExceptionGroup", (1, 24, None, "raise ExceptionGroup('g', [ValueError('x')])")),
    ],
)
def test_the_last_place_in_the_students_code(text: str, ename: str, place: tuple[object, ...]):
    """Name, line, cell, function and source are those of the last frame that is the student's own."""
    failure = read_traceback(text)
    assert failure is not None
    assert failure.ename == ename
    own = failure.own
    assert own is not None
    assert (own.line, own.cell, own.function, own.text) == place


def test_a_chain_keeps_what_came_before():
    """The error is the last one of a chain; the earlier ones stay with it."""
    failure = read_traceback(CHAINED)
    assert failure is not None
    assert [one.ename for one in failure.earlier] == ["ZeroDivisionError"]
    assert failure.earlier[0].evalue == "division by zero"


def test_text_that_looks_like_an_error_is_part_of_the_message():
    """A message may quote other errors, even a whole traceback of another style."""
    failure = read_traceback(LOOKS_LIKE_ONE)
    assert failure is not None
    assert failure.evalue.startswith("bad\nTypeError: this is only text")
    assert failure.earlier == ()


def test_a_very_long_traceback_is_read_at_its_ends():
    """Ten million characters are no reason to miss the name and the message."""
    middle = "      1 " + "x" * 10_000_000 + "\n"
    text = INPUT_IN.replace("      1 x = 'a'\n", middle)
    failure = read_traceback(text)
    assert failure is not None
    assert (failure.ename, failure.evalue) == ("ValueError", "invalid literal for int() with base 10: 'a'")
    assert len(text) > LONGEST_TRACEBACK


@pytest.mark.parametrize("text", ["", "all is well", "Total: 3\nDone.", "0.25", "    indented"])
def test_other_output_is_no_error(text: str):
    """Output without an exception is not taken for one."""
    assert read_traceback(text) is None


@pytest.mark.parametrize(
    ("text", "ename", "evalue"),
    [
        ("I get NameError: name 'x' is not defined", "NameError", "name 'x' is not defined"),
        ("what is an index error?", "IndexError", ""),
        ("Why KeyError", "KeyError", ""),
        ("my numpy.linalg.LinAlgError: Singular matrix", "numpy.linalg.LinAlgError", "Singular matrix"),
    ],
)
def test_errors_in_a_message(text: str, ename: str, evalue: str):
    """Students name errors in their own ways."""
    failure = exception_in_words(text)
    assert failure is not None
    assert (failure.ename, failure.evalue) == (ename, evalue)


def test_a_message_without_an_error_names_none():
    """A plain question is no error."""
    assert exception_in_words("why is my total too small?") is None


LINES = st.sampled_from(
    [*OLD.split("\n"), *CHAINED.split("\n"), *PLAIN_CARETS.split("\n"), *GROUP.split("\n"), ""]
)


@settings(deadline=None)
@given(st.one_of(st.text(max_size=400), st.lists(LINES, max_size=30).map("\n".join)))
def test_any_text_can_be_read(text: str):
    """Neither arbitrary text nor shuffled pieces of tracebacks raise, and a name is never empty."""
    for failure in (read_traceback(text), exception_in_words(text)):
        assert failure is None or failure.ename


@settings(deadline=None)
@given(
    st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\n\r\x1b\xa0"), max_size=60)
)
def test_the_message_stands_as_it_was(message: str):
    """Whatever one line of message an exception has, it is given back unchanged but for blanks at its end."""
    failure = read_traceback(
        f'Traceback (most recent call last):\n  File "a.py", line 3, in f\n    go()\nValueError: {message}'
    )
    assert failure is not None
    assert failure.evalue == message.rstrip()

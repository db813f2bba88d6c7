"""The world outside the notebook: files, their encoding and their format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jupyter_tutor.language_models.coach.cards import Card, Example, Slots, code_span, family

if TYPE_CHECKING:
    from jupyter_tutor.language_models.coach.cards import Evidence


def _file(evidence: Evidence) -> Slots:
    path = evidence.group("path")
    return {"path": code_span(path) if path else "the file"}


_NO_FILE = Card(
    questions=(
        "{stop}: in which folder does {path} lie? Is that the folder in which your notebook runs?",
        "{mark}: is the name {path} written exactly as in the file browser, with its ending?",
    ),
    concepts=(
        (
            "{stop}. This is about **paths**. A path without a folder in front is looked for in the folder"
            " where the notebook runs. Nothing called {path} was found there."
        ),
        (
            "{mark}. Python finds a file by its **exact path**: folders, name and ending. There is nothing at"
            " {path}."
        ),
    ),
    plans=(
        (
            "Find the file in the file browser on the left.",
            "Note the folder it lies in, and its full name.",
            "Compare both with {path}, letter by letter.",
            "Move the file, or write the path as it is seen from the notebook.",
        ),
        (
            "Print the folder in which the notebook runs.",
            "List the files in it.",
            "See whether your file is among them, maybe with another ending.",
            "Change the path on {there}.",
        ),
    ),
    examples=(
        Example(
            "The path is seen from the notebook's folder:",
            "from pathlib import Path\n\nprint(Path.cwd())                 # where the notebook runs\n"
            "print(Path('rain.txt').exists())  # False: not there\n"
            "print(Path('logs/rain.txt').exists())  # True: in a folder below",
            "What do these lines show for your file?",
        ),
        Example(
            "The ending is a part of the name:",
            "open('whales')        # FileNotFoundError\nopen('whales.csv')    # works if that file is there",
            "What is the full name of your file?",
        ),
    ),
)

_FILE_REFUSED = Card(
    questions=(
        "{stop}: what is at that place, a file or a folder? Are you allowed to read or write there?",
        "{mark}: what does the message say about the file, in your own words? Is it open somewhere else?",
    ),
    concepts=(
        (
            "{stop}. This is about **files**. The system that keeps them said no. The words after the name"
            " of the error say why."
        ),
        (
            "{mark}. Opening a **file** can fail for many reasons: it is a folder, it is protected, it is"
            " already there. The message names the one that holds here."
        ),
    ),
    plans=(
        (
            "Read the message: does it speak of rights, of a folder, or of something else?",
            "Look at the place in the file browser.",
            "Try another folder, one that is yours.",
            "Run the cell again.",
        ),
        (
            "Print the path you use on {there}.",
            "Check whether it is a file or a folder.",
            "Check whether you may change it.",
            "Choose another path if you may not.",
        ),
    ),
    examples=(
        Example(
            "A folder cannot be opened like a file:",
            "open('logs')             # IsADirectoryError\nopen('logs/rain.txt')    # a file in it: works",
            "What does your path point to?",
        ),
        Example(
            "Ask what is there before you open it:",
            "from pathlib import Path\n\nspot = Path('logs')\nprint(spot.exists(), spot.is_dir())",
            "What do you see for your path?",
        ),
    ),
)

_ENCODING = Card(
    questions=(
        "{stop}: in which encoding was the text saved? Did you tell Python about it on {there}?",
        (
            "{mark}: where does the text come from, and could it hold letters with accents? Is it a text"
            " file at all?"
        ),
    ),
    concepts=(
        (
            "{stop}. This is about **encodings**. A file holds bytes, and an encoding says which letters they"
            " mean. The one that was used does not fit these bytes."
        ),
        (
            "{mark}. Letters are kept as **bytes**. To read or write them, Python needs the right encoding,"
            " and the one it took cannot say this text."
        ),
    ),
    plans=(
        (
            "Find out which program wrote the file.",
            "Look up which encoding that program uses.",
            "Tell Python about it when you open the file.",
            "Check a word with an accent in the result.",
        ),
        (
            "Make sure that it is a text file, and not a picture or an archive.",
            "Try the encodings that are usual in your country.",
            "Look at the text after each try.",
            "Keep the one that shows all letters right.",
        ),
    ),
    examples=(
        Example(
            "The encoding is named when the file is opened:",
            "with open('menu.txt', encoding='latin-1') as menu:\n    print(menu.read())",
            "Which encoding does your file have?",
        ),
        Example(
            "The same letter has different bytes:",
            "print('é'.encode('utf-8'))      # b'\\xc3\\xa9'\nprint('é'.encode('latin-1'))    # b'\\xe9'\n"
            "print(b'\\xe9'.decode('latin-1'))  # é\nprint(b'\\xe9'.decode('utf-8'))    # UnicodeDecodeError",
            "Which of the two kinds of bytes is in your file?",
        ),
    ),
)

_JSON = Card(
    questions=(
        "{stop}: what does the text look like at the place that the message names? Is it really JSON?",
        (
            "{mark}: what do you see when you print the first part of the text? Which sign did Python expect"
            " there?"
        ),
    ),
    concepts=(
        (
            "{stop}. This is about **JSON**, a strict way to write data. Text stands in double quotes, and"
            " nothing may be missing or left over. The message says where the text broke a rule."
        ),
        (
            "{mark}. **JSON** looks like Python, but it is not the same: only double quotes, no comma at the"
            " end, `true` for `True`. An empty text is no JSON either."
        ),
    ),
    plans=(
        (
            "Print the text just before {there}.",
            "Count to the line and column that the message names.",
            "Look at the sign there and just before it.",
            "Mend the source of the text, not the text itself, if a program wrote it.",
        ),
        (
            "Check that the text is not empty.",
            "Check that it is not a web page or an error message.",
            "Check quotes and commas near the place named.",
            "Run the cell again.",
        ),
    ),
    examples=(
        Example(
            "JSON wants double quotes:",
            "import json\njson.loads(\"{'age': 9}\")      # JSONDecodeError\n"
            "json.loads('{\"age\": 9}')      # works",
            "Which quotes does your text have?",
        ),
        Example(
            "An empty text is no JSON:",
            "import json\ntext = ''\ndata = json.loads(text) if text else {}\nprint(data)    # {}",
            "What does your text hold?",
        ),
    ),
)

FAMILIES = (
    family(
        "file-not-found", "FileNotFoundError", r"No such file or directory: '(?P<path>.+?)'|", _NO_FILE, _file
    ),
    family(
        "file-refused",
        "PermissionError IsADirectoryError NotADirectoryError FileExistsError UnsupportedOperation",
        r"",
        _FILE_REFUSED,
    ),
    family("encoding", "UnicodeDecodeError UnicodeEncodeError", r"", _ENCODING),
    family("json", "JSONDecodeError", r"", _JSON),
)

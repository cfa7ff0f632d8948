"""What the docs say of understanding is what it does."""

from __future__ import annotations

import re

from handlers.language import detect_language
from handlers.language.glossary import list_concepts
from handlers.language.nynorsk import fold_nynorsk
from handlers.language.related_words import list_related_words
from handlers.language.text_analysis import analyse_text, restore_norwegian_letters
from tests.evaluation import docs, sets
from tests.evaluation.records import recorded

PAGE = docs.PAGE.read_text("utf-8")


def test_the_docs_show_the_recorded_figures() -> None:
    assert docs.page(recorded()) == PAGE, "run `python -m tests.evaluation --record`"


def test_the_example_of_the_docs_is_read_as_they_say() -> None:
    (text,) = re.findall(r"\*(Korleis .*\?)\*", PAGE)
    words = analyse_text(text, detect_language(text))
    assert re.findall(r"^\| `(.*)` \| (.*) \| (.*) \| (.*) \| ?(.*) \| (.*) \|$", PAGE, flags=re.MULTILINE) == [
        (
            word.typed,
            restore_norwegian_letters(word.typed),
            fold_nynorsk(restore_norwegian_letters(word.typed)),
            word.stem,
            ", ".join(word.parts),
            "no" if word.stop else "yes",
        )
        for word in words
    ]
    assert [(concept.name, concept.weight) for concept in list_concepts(words)] == [
        ("støy", 1.0), ("bråk", 1.0), ("kjølevann", 0.5), ("pumpe", 0.5),
    ]  # fmt: skip
    assert {other for _, other, _ in list_related_words(words)} == {"bråk", "larm", "nois"}


def test_the_docs_tell_of_every_set() -> None:
    told = set(re.findall(r"`(\w+)`", PAGE))
    every = {
        *sets.QUESTIONS,
        *sets.SEARCHES,
        *sets.SUGGESTIONS,
        *sets.SMALLTALK,
        *sets.BARE_WORDS,
        *sets.MEETING_LINES,
        sets.PAIRS,
        *sets.PLANT_LINES,
        *sets.STATED_LINES,
        *sets.RICH_TEXT,
        "duplicates",
    }
    assert every - told == set()

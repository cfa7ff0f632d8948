"""The small Markdown in which records store what people write: what is read, and that it is read back."""

from __future__ import annotations

import time
from random import Random
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.chat.rich_text.block_parser import parse_markup
from handlers.chat.rich_text.markup_writer import escape_marks, label_markup, write_markup
from handlers.chat.rich_text.model import Block, Run, normalise_blocks
from handlers.chat.rich_text.plain_text import (
    cut_markup,
    extract_plain_text,
    shorten_markup,
    shorten_text,
    spell_out_links,
)

PIECES = (
    *("a", "b1", " ", "  ", "\n", "\n\n", "*", "**", "***", "_", "~~", "~", "`", "```", "[", "]", "(", ")", "](", "- "),
    *("1. ", "2. ", "1) ", "> ", "\\", "\\\\", ".", "•", "æ", "7", "<b>", "&", "javascript:x", "x@y.no", "السلام"),
    "https://x.no/a_b",
)
texts = st.lists(st.sampled_from(PIECES), max_size=8).map("".join)
links = st.sampled_from(["", "", "https://a.no/x_(y)", "https://a.no/((", "javascript:x", "mailto:a@b.no"])
runs = st.builds(Run, texts, st.booleans(), st.just(False), st.booleans(), st.just(False), links) | st.builds(
    Run, texts, code=st.just(True)
)
kinds = st.sampled_from(["paragraph", "bullet", "ordered", "pre"])
blocks = st.builds(Block, st.lists(runs, max_size=4).map(tuple), kinds, st.integers(0, 3), st.booleans())


def words(found) -> list[tuple[str, int, bool, str]]:
    return [(one.kind, one.level, one.quote, one.text) for one in found]


@settings(deadline=None, max_examples=300)
@given(st.lists(blocks, max_size=4))
def test_what_is_written_is_read_back(written) -> None:
    one_form = normalise_blocks(written)
    assert normalise_blocks(one_form) == one_form
    back = parse_markup(write_markup(one_form))
    assert words(back) == words(one_form)
    assert [run.link for block in back for run in block.runs if run.link] == [
        run.link for block in one_form for run in block.runs if run.link
    ] or any(run.bold for block in one_form for run in block.runs)


def test_an_address_between_underscores_is_read_back() -> None:
    written = normalise_blocks([Block((Run("_x@y.no_", strike=True),))])
    assert [run.link for run in written[0].runs] == ["", "mailto:x@y.no", ""]
    assert parse_markup(write_markup(written)) == written


@settings(deadline=None, max_examples=300)
@given(texts)
def test_text_without_marks_comes_out_as_typed(text: str) -> None:
    assert parse_markup(escape_marks(text)) == normalise_blocks([Block((Run(text),))])


@pytest.mark.parametrize(
    "text",
    [
        "2*3*4 og a_b_c, 5 * 6 * 7",
        "*Viktig: pumpe 2 står ~ ikke start, se `logg",
        "17. mai er alt stengt\n-10 grader, >5 MW",
        "[x](javascript:alert(1)) og [1](2)",
        "https://a.no/" + "(" * 40,
        "C:\\drift\\logg",
        "1. mai er fri",
        "-",
    ],
)
def test_what_only_looks_like_a_mark_is_none(text: str) -> None:
    assert extract_plain_text(text) == text
    assert all(unquote(run.link) in ("", run.text) for block in parse_markup(text) for run in block.runs)


def test_an_excerpt_keeps_links_and_closes_marks() -> None:
    text = "Vi **trenger veldig mye damp** fra [planen](https://x.no/a)"
    assert shorten_markup(text, 300) == text
    assert shorten_markup(text, 24) == "Vi **trenger veldig mye**…"
    assert shorten_markup("- a\n- b\n\n> c", 300) == "a b c"


def test_no_other_sign_stands_before_the_dots_where_a_text_is_cut() -> None:
    for text in ("Alt går med. Nettet venter.", "Alt går med, og nettet venter.", "Alt går med: nettet venter."):
        assert shorten_markup(text, 16) == cut_markup(text, 16) == shorten_text(text, 16) == "Alt går med…"


SHAPES = ("**a ", "_a", "[", "[a](", "](", "`", "``a", "```\n", "```a\n", "> ", "- \n", "1. a\n2. ", "\\", "(((", "a@", "https://(",
          "<b>", "*a_b~~`", "  - a\n", "x@y.")  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_ten_thousand_characters_of_any_shape_are_read_and_written_at_once(shape: str) -> None:
    text = (shape * 10_000)[:10_000]
    before = time.process_time()
    found = parse_markup(text)
    assert time.process_time() - before < 1
    assert parse_markup(write_markup(found)) == found
    assert parse_markup(escape_marks(text)) is not None
    assert time.process_time() - before < 5


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("Se [planen](https://example.org/plan).", "Se planen (https://example.org/plan)."),
        ("[**fet** plan](https://example.org/plan) nå", "fet plan (https://example.org/plan) nå"),
        ("https://example.org/plan_a og a@example.org", "https://example.org/plan_a og a@example.org"),
        ("[skriv](mailto:a@example.org)", "skriv (a@example.org)"),
        ("- *ett*\n- [to](https://example.org/2)", "- ett\n- to (https://example.org/2)"),
        ("2*3*4, fil_a_b og [x]", "2*3*4, fil_a_b og [x]"),
    ],
)
def test_where_there_are_no_links_the_address_stands_behind_the_words(stored: str, shown: str) -> None:
    assert spell_out_links(stored) == shown


@pytest.mark.parametrize(
    ("text", "labelled"),
    [
        ("Vi *skriver*", "Vedtak: Vi *skriver*"),
        ("- a\n- b", "Vedtak:\n- a\n- b"),
        ("> sa de", "Vedtak:\n> sa de"),
        ("", "Vedtak: "),
    ],
)
def test_a_label_stands_before_words_and_above_lists(text: str, labelled: str) -> None:
    assert label_markup("Vedtak", text) == labelled


def test_a_line_of_words_is_stored_as_the_writer_of_all_marks_stores_it() -> None:
    """Such a line is not read for marks. Lines that look like it, and may mean something, are."""
    chance, pieces = Random(7), [*"abø Z1,;!?. -éÿ9\n", "17", "www", "http", "mai"]
    taken = 0
    for _ in range(5000):
        text = "".join(chance.choices(pieces, k=chance.randint(0, 12)))
        assert escape_marks(text) == write_markup([Block((Run(text),))])
        taken += escape_marks(text) == text and len(text) > 3
    assert taken > 100

"""A long text is cut into pages; what leads somewhere or is bold is never cut in two."""

from __future__ import annotations

from handlers.chat.rich_text.block_parser import parse_markup
from handlers.chat.text_pages import split_text_pages

LINK = "[et notat om nett](https://example.org/notat)"


def test_pages_end_at_paragraphs_lines_or_words_and_lose_nothing() -> None:
    text = "\n\n".join(f"Avsnitt {n} " + "ord " * 40 for n in range(9))
    pages = split_text_pages(text, 400)
    assert all(len(page) <= 400 for page in pages)
    assert " ".join(pages).split() == text.split()


def test_no_link_and_no_bold_words_are_torn() -> None:
    for before in range(60, 140):
        text = f"{'a' * 50} {'b' * (before - 51)} {LINK} og **hele denne setningen** til slutt. " + "ord " * 30
        pages = split_text_pages(text, 130)
        links = [run.link for page in pages for block in parse_markup(page) for run in block.runs if run.link]
        shown = " ".join(block.text for page in pages for block in parse_markup(page))
        assert links == ["https://example.org/notat"], before
        assert "**" not in shown, before
        assert all(len(page) <= 130 for page in pages)

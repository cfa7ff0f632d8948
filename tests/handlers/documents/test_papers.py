"""Papers are written as they are meant, whatever somebody wrote into them."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest
from docx import Document
from docx.document import Document as Read
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.chat.rich_text.plain_text import extract_plain_text
from handlers.documents import (
    Heading,
    Paper,
    Paragraph,
    Points,
    Table,
    join_clean_lines,
    markdown,
    remove_unfit_characters,
)
from handlers.documents.word import write_word_document

#: a control character, half of a character, a mark that turns text around, a line end of another age
HOSTILE = "a\x00b\x1bc \ud800d \u202ee\u2028f\x85g \U0001f469\u200d\U0001f52c שלום مرحبا ]]> <w:p/> &amp;"
MADE = datetime(2027, 3, 1, 9, tzinfo=UTC)


def paper(*parts: Heading | Paragraph | Points | Table, title: str = "S-1 Svarfrist", language: str = "nb") -> Paper:
    return Paper(
        title=title, parts=parts, language=language, name="S-1", author="Arena", subject="Sak", keywords="Nett",
        made_at=MADE,
    )  # fmt: skip


def read(file: bytes) -> Read:
    return Document(io.BytesIO(file))


def parts_of(file: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(file)) as packed:
        return {name: packed.read(name).decode("utf-8", "replace") for name in packed.namelist()}


def test_a_word_document_has_real_headings_lists_and_tables() -> None:
    table = Table((("Eksempel", "Støtter"), ("Dømeøyra", "Imot\nFor dyrt")), ("Hvem", "Hva"), (1, 3))
    file = write_word_document(
        paper(Heading("Støtte"), Paragraph("Én.\nTo."), Points(("Først", "Så")), table, Heading("Før", 2))
    )
    document = read(file)
    styles = [(block.style.name if block.style else "", block.text) for block in document.paragraphs if block.text]
    assert styles == [
        ("Title", "S-1 Svarfrist"), ("Heading 1", "Støtte"), ("Normal", "Én."), ("Normal", "To."),
        ("List Bullet", "Først"), ("List Bullet", "Så"), ("Heading 2", "Før"),
    ]  # fmt: skip
    (drawn,) = document.tables
    assert [[cell.text for cell in row.cells] for row in drawn.rows] == [
        ["Hvem", "Hva"], ["Eksempel", "Støtter"], ["Dømeøyra", "Imot\nFor dyrt"],
    ]  # fmt: skip
    assert [round(cell.width.cm) for cell in drawn.rows[1].cells if cell.width] == [4, 12]
    assert "w:tblHeader" in parts_of(file)["word/document.xml"], "the header comes again on the next page"
    assert "S-1 · Arena" in document.sections[0].footer.paragraphs[0].text


@pytest.mark.parametrize(("language", "tag"), [("nb", "nb-NO"), ("nn", "nn-NO"), ("en", "en-GB")])
def test_its_properties_say_what_it_is_and_nothing_of_the_program_that_wrote_it(language: str, tag: str) -> None:
    file = write_word_document(paper(Paragraph("x"), language=language))
    known, parts = read(file).core_properties, parts_of(file)
    assert (known.title, known.author, known.last_modified_by) == ("S-1 Svarfrist", "Arena", "Arena")
    assert (known.subject, known.keywords, known.comments, known.language) == ("Sak", "Nett", "", tag)
    assert known.created == known.modified
    assert f'w:val="{tag}"' in parts["word/styles.xml"]
    told = "".join(parts.values()).casefold()
    assert [word for word in ("python", "macintosh", "normal.dotm") if word in told] == []
    assert not [name for name in parts if "thumbnail" in name or "custom" in name or "Effects" in name]
    assert len(file) < 40_000


def test_nothing_that_somebody_wrote_breaks_it() -> None:
    long = "Ø" * 40_000
    table = Table(((HOSTILE, long),), (HOSTILE, ""))
    file = write_word_document(paper(Heading(HOSTILE), Paragraph(HOSTILE), Points((HOSTILE, "")), table, title=HOSTILE))
    for name, text in parts_of(file).items():
        if name.endswith((".xml", ".rels")):
            ET.fromstring(text)
    document = read(file)
    assert document.tables[0].rows[1].cells[1].text == long
    told = "\n".join(block.text for block in document.paragraphs)
    assert "abc d e" in told
    assert "\U0001f469\u200d\U0001f52c שלום مرحبا ]]> <w:p/> &amp;" in told
    assert read(write_word_document(paper(Paragraph("שלום לכולם")))).paragraphs[1].runs[0].font.rtl


@settings(max_examples=15, deadline=None, derandomize=True)
@given(st.text(alphabet=st.characters(), max_size=60))
def test_any_text_comes_out_as_it_was_typed(text: str) -> None:
    document = read(write_word_document(paper(Paragraph(text), title=text)))
    assert document.paragraphs[0].text == join_clean_lines(text)
    assert " ".join(" ".join(block.text for block in document.paragraphs[1:]).split()) == join_clean_lines(text)


def test_markdown_tells_the_same_and_what_somebody_wrote_stays_words() -> None:
    hostile = (
        "# Stor\n- punkt\n1. først\n> sitat\n[x]: http://a\n![b](http://a/b.png) <img src=x>\n```\n2027 er nær\n5 < 6"
    )
    text = markdown.write_markdown(
        paper(Heading("Støtte"), Paragraph(hostile), Points(("a\nb",)), Table((("A", "", "B"),)))
    )
    assert text.splitlines()[0] == "# S-1 Svarfrist"
    for told in (
        "## Støtte", "\\# Stor", "\\- punkt", "1.\N{NO-BREAK SPACE}først", "\\> sitat", "\\[x]: http://a",
        "![b]\\(http://a/b.png) \\<img src=x>", "\\```", "2027 er nær", "5 < 6", "- a b", "- A: B",
    ):  # fmt: skip
        assert told in text.splitlines(), told
    assert "\x00" not in markdown.write_markdown(paper(Paragraph(HOSTILE), title=HOSTILE))


WORDS = (
    "Se **[planen](https://example.org/plan_a?x=1)** og `kode`:\n\n1. *Først*\n2. ~~Så~~\n   - dypere\n\n"
    "> Sitat\n\n```\na_b < c\n```\n2*3*4 og fil_med_navn <w:p/>\n# ingen overskrift"
)


def test_a_word_document_has_the_links_emphasis_lists_quotes_and_code_of_what_somebody_wrote() -> None:
    file = write_word_document(paper(Paragraph(WORDS, marked=True)))
    document = read(file)
    blocks = [(block.style.name if block.style else "", block.text) for block in document.paragraphs[1:]]
    assert blocks == [
        ("Normal", "Se planen og kode:"), ("Normal", "1. Først"), ("Normal", "2. Så"), ("List Bullet", "dypere"),
        ("Note", "Sitat"), ("Normal", "a_b < c"), ("Normal", "2*3*4 og fil_med_navn <w:p/>\n# ingen overskrift"),
    ]  # fmt: skip
    first, item, struck, *_ = document.paragraphs[1:]
    (link,) = first.hyperlinks
    assert (link.address, link.text, link.runs[0].bold) == ("https://example.org/plan_a?x=1", "planen", True)
    assert first.runs[-2].font.name == "Consolas"
    assert (item.runs[-1].italic, struck.runs[-1].font.strike) == (True, True)
    deeper = document.paragraphs[4].paragraph_format.left_indent
    assert deeper is not None
    assert deeper > (item.paragraph_format.left_indent or 0)
    for name, text in parts_of(write_word_document(paper(Paragraph(HOSTILE, marked=True)))).items():
        if name.endswith((".xml", ".rels")):
            ET.fromstring(text)
    assert read(write_word_document(paper(Paragraph("**שלום** לכולם", marked=True)))).paragraphs[1].runs[0].font.rtl


@settings(max_examples=15, deadline=None, derandomize=True)
@given(st.text(alphabet=st.characters(), max_size=60))
def test_any_marked_text_is_a_whole_document(text: str) -> None:
    document = read(write_word_document(paper(Paragraph(text, marked=True))))
    shown = extract_plain_text(remove_unfit_characters(text)).split()
    assert set("".join(shown)) <= set("".join(block.text for block in document.paragraphs) + "-0123456789.")


def test_markdown_keeps_the_marks_and_only_those() -> None:
    lines = markdown.write_markdown(paper(Paragraph(WORDS, marked=True))).splitlines()
    assert lines[2:] == [
        "Se [**planen**](https://example.org/plan_a?x=1) og `kode`:", "1. _Først_", "2. ~~Så~~", "   - dypere",
        "> Sitat", "```", "a_b < c", "```",
        "2*3*4 og fil_med_navn \\<w:p/>", "\\# ingen overskrift",
    ]  # fmt: skip

"""A PDF holds what was written and nothing of it is read as markup; what ends its drawer ends nothing else."""

from __future__ import annotations

import json
import re
import sys
import tempfile
import unicodedata
from datetime import UTC, datetime
from typing import Any

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.http import paper_files, pdf_drawer
from bot.http.pdf_drawer import TEMPLATE, draw_pdf
from handlers.documents import LONGEST_PROPERTY, Heading, Paper, Paragraph, Part, Points, Table
from handlers.documents.pdf_content import encode_pdf_content
from handlers.documents.pdf_letters import BREAK, DRAWN, LONG_CODE, LONG_WORD, STAND_IN, fit_letters

#: what would be code, a file, a package, a mark or an end of the data, if it were read as Typst
HOSTILE = (
    '#read("/etc/passwd")', '#import "@preview/cetz:0.3.0": *', '#include "paper.typ"', "#let x = 1; #panic(x)",
    "#sys.inputs", "= Title", "== Two", "*strong* _mild_", "$x^2$", "`code` ```typ #x```", "<label> @label #ref(<a>)",
    "- point", "+ item", "/ Term: words", "// gone", "/* gone", "*/", "\\ \\u{41}", "~ -- --- ...", "\"quoted\" 'so'",
    "#{", "}", "]", "[#", ")", '", "elements": []}', "https://example.org/a#b", "#set page()", '#link("x")[y]',
)  # fmt: skip


def build_paper(*parts: Part, title: str = "S-1 Svarfrist", language: str = "nn") -> Paper:
    return Paper(
        title=title, parts=parts, language=language, name="S-1", author="Arena", subject="Sak", keywords="Nett",
        made_at=datetime(2027, 3, 1, 9, tzinfo=UTC),
    )  # fmt: skip


def query_elements(paper: Paper, selector: str) -> list[str]:
    """The text of each such element that the template makes of the paper."""
    with tempfile.TemporaryDirectory() as folder:
        compiler = typst.Compiler(
            TEMPLATE.read_bytes(), root=folder, ignore_system_fonts=True,
            sys_inputs={"paper": encode_pdf_content(paper).decode()},
        )  # fmt: skip
        return [_join_texts(one).replace(BREAK, "") for one in json.loads(compiler.query(selector))]


def _join_texts(element: Any) -> str:
    if isinstance(element, list):
        return "".join(map(_join_texts, element))
    if not isinstance(element, dict):
        return ""
    text = element.get("text", "")
    inner = [element.get(name) for name in ("body", "child", "children")]
    return (text if isinstance(text, str) else _join_texts(text)) + "".join(map(_join_texts, inner))


async def test_a_pdf_can_be_read_aloud_kept_and_is_the_same_each_time() -> None:
    table = Table(tuple((str(n), "rad " * 40) for n in range(60)), ("Nr", "Tekst"), (1, 4))
    words = "Hei **feit** [lenkje](https://example.org/x)\n\n- ein\n  - to\n\n1. Så\n2. så\n\n> sitat\n\n```\nkode\n```"
    paper = build_paper(
        Heading("Må bli nivå 1", 2), Paragraph("Versjon 1", "subtle"), Paragraph(words, marked=True),
        Points(("Kjærleik", "Å")), Table((("Kven", "Kva"), ("Ø", ""))), table, Paragraph("שלום"), Heading("Så"),
    )  # fmt: skip
    file = await draw_pdf(encode_pdf_content(paper))
    assert file == await draw_pdf(encode_pdf_content(paper))
    assert file.startswith(b"%PDF-1.7")
    said = file.decode("latin-1")
    for told in ("<pdfuaid:part>1<", "<pdfaid:part>2<", "S-1 Svarfrist", "2027-03-01T09:00:00", "nn-NO"):
        assert told in said, told
    assert "/StructTreeRoot" in said
    assert len(re.findall(r"/Type ?/Page\b", said)) >= 3, "the table goes on over pages"
    assert "/EmbeddedFile" not in said
    assert len(file) < 200_000
    assert query_elements(paper, "heading.where(level: 1)") == ["Må bli nivå 1", "Så"]


async def test_nothing_that_somebody_wrote_is_read_as_markup() -> None:
    lines = tuple(f"{line} æøå" for line in HOSTILE)
    plain = [part for line in lines for part in (Heading(line), Paragraph(line, "strong"), Points((line,)))]
    paper = build_paper(*plain, Table(tuple((line, line) for line in lines)))
    assert [query_elements(paper, selector) for selector in ("heading", "list", "table")] == [
        [*lines], [*lines], ["".join(line + line for line in lines)],
    ]  # fmt: skip
    assert query_elements(paper, "strong") == [*lines, *lines]
    for mark in ("emph", "raw", "enum", "terms", "link", "math.equation", "image"):
        assert query_elements(paper, mark) == [], mark
    everything = build_paper(
        *(Paragraph(line, marked=True) for line in lines), Paragraph("\n".join(lines)), Points(lines),
        Table(tuple((line, line) for line in lines), (lines[0], lines[1])), title=" ".join(lines),
    )  # fmt: skip
    said = (await draw_pdf(encode_pdf_content(everything))).decode("latin-1")
    assert said.startswith("%PDF")
    assert "root:" not in said


def test_every_sign_that_is_not_replaced_is_one_that_the_fonts_have() -> None:
    ranges = re.findall(r"(.)-(.)|(.)", DRAWN, re.DOTALL)
    signs = [chr(one) for first, last, sign in ranges for one in range(ord(first or sign), ord(last or sign) + 1)]
    told = [sign if not unicodedata.combining(sign) else f"a{sign}" for sign in signs if unicodedata.name(sign, "")]
    assert len(told) > 3500
    text = Paragraph(" ".join(told))
    content = encode_pdf_content(build_paper(text)).decode()
    assert content.count(STAND_IN) == 2, "itself and what is said of it: none of them is replaced"
    assert pdf_drawer._compile_paper(content)
    assert fit_letters("👩‍🔬 👍🏻 ⚠️ 漢字 a\u0308 å") == f"{STAND_IN} {STAND_IN} ⚠ {STAND_IN}{STAND_IN} ä å"
    for language, word in (("nb", "tegn"), ("nn", "teikn"), ("en", "sign")):
        noted, plain = (encode_pdf_content(build_paper(Paragraph(one), language=language)) for one in ("👍", "ja"))
        assert word in noted.decode(), "it is said that something is not shown"
        assert word not in plain.decode()


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.text(max_size=80))
def test_any_text_fits(text: str) -> None:
    fitted = fit_letters(text)
    assert not re.search(f"[^{DRAWN}{BREAK}]", fitted)
    assert not re.search(rf"[^\W\d_]{{{LONG_WORD + 9},}}", fitted)
    assert fit_letters(fitted) == fitted


def test_a_long_word_can_be_parted_and_a_usual_one_stays_whole() -> None:
    usual = "Spillvarmeutnyttingsmuligheter https://example.org/a 2026-12-07 12 345,50"
    assert fit_letters(usual) == usual
    for long in ("a" * 300, "0123456789abcdef" * 4, "=" * 200, "Ø1" * LONG_CODE):
        assert max(map(len, fit_letters(long).split(BREAK))) <= 8
        assert fit_letters(long).replace(BREAK, "") == long


#: fault -> a child that has it
FAULTS = {
    "endless": "while True: pass",
    "greedy": "from bot.http import pdf_drawer as d; d._compile_paper = lambda _: bytes(10**10); sys.exit(d.main())",
    "crash": "import os; os.abort()",
    "talkative": "while True: print('x' * 1_000_000)",
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_whatever_ends_the_drawer_is_said_to_whoever_waits_for_the_file(
    fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf_drawer, "COMMAND", (sys.executable, "-c", f"import sys\n{FAULTS[fault]}"))
    monkeypatch.setattr(pdf_drawer, "SECONDS", 0.5 if fault == "endless" else 10.0)
    writer = paper_files.PaperWriter()
    answer = await writer.build_file_response(build_paper(Paragraph("x")), "pdf")
    assert (answer.status, answer.text) == (503, "The PDF could not be drawn. Take the Word file.")


async def test_words_without_end_are_drawn_as_well() -> None:
    """Each has thousands of places to part it."""
    long = "Ø" * 20_000
    parts = (
        Paragraph(long),
        Points((long,)),
        Table(((long, "x"),)),
        Paragraph(f"`{long[:500]}`\n\n```\n{long}\n```", marked=True),
    )
    content = encode_pdf_content(build_paper(Heading(long[:2000]), *parts, title=long))
    assert b'"title":"' + long[:LONGEST_PROPERTY].encode() in content.replace(BREAK.encode(), b"")
    assert (await draw_pdf(content)).startswith(b"%PDF")


async def test_only_a_few_are_drawn_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper_files, "PATIENCE", 0.01)
    writer = paper_files.PaperWriter()
    for _ in range(paper_files.MOST_AT_ONCE):
        await writer._turns.acquire()
    paper = build_paper(Paragraph("x"))
    assert (await writer.build_file_response(paper, "pdf")).status == 503
    assert (await writer.build_file_response(paper, "docx")).status == 200, "Word waits for none of them"
    writer._turns.release()
    assert (await writer.build_file_response(paper, "pdf")).status == 200

"""A catalogue is compiled once, read from the compiled file afterwards, and compiled anew when it has changed."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from babel.messages import pofile

from handlers.chat import catalogue_files
from handlers.chat.catalogue_files import locate_compiled_catalogue, read_catalogue
from handlers.chat.say import LOCALE

HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'


@pytest.fixture
def catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    path = tmp_path / "arena.po"
    write(path, "Møte")
    return path


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The sources that were compiled meanwhile."""
    sources: list[bytes] = []
    compile_catalogue = catalogue_files._compile_catalogue

    def watch(source: bytes) -> bytes:
        sources.append(source)
        return compile_catalogue(source)

    monkeypatch.setattr(catalogue_files, "_compile_catalogue", watch)
    return sources


def write(path: Path, text: str) -> None:
    path.write_text(f'{HEAD}msgid "Meeting"\nmsgstr "{text}"\n', "utf-8")


def read(path: Path) -> str:
    return read_catalogue(path).gettext("Meeting")


def test_it_is_compiled_once_and_again_when_it_has_changed(catalogue: Path, compiled: list[bytes]) -> None:
    assert [read(catalogue), read(catalogue), len(compiled)] == ["Møte", "Møte", 1]
    write(catalogue, "Samling")
    assert [read(catalogue), read(catalogue), len(compiled)] == ["Samling", "Samling", 2]
    files = [path.name for path in (catalogue.parent / "__pycache__").iterdir()]
    assert files == [locate_compiled_catalogue(catalogue, catalogue.read_bytes()).name]


@pytest.mark.parametrize("left", [0, 4, 30, -3])
def test_a_broken_compiled_file_is_made_anew(catalogue: Path, compiled: list[bytes], left: int) -> None:
    read(catalogue)
    file = locate_compiled_catalogue(catalogue, catalogue.read_bytes())
    whole = file.read_bytes()
    file.write_bytes(whole[:left])
    assert [read(catalogue), len(compiled), file.read_bytes() == whole] == ["Møte", 2, True]


def test_where_nothing_can_be_written_the_catalogue_is_read_all_the_same(
    catalogue: Path, compiled: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    (catalogue.parent / "__pycache__").write_text("a file stands where the folder should be")
    assert [read(catalogue), read(catalogue), len(compiled)] == ["Møte", "Møte", 2]
    (catalogue.parent / "__pycache__").unlink()
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert read(catalogue) == "Møte"
    assert list(catalogue.parent.iterdir()) == [catalogue]


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_the_texts_of_the_bot_are_those_of_the_catalogue(language: str) -> None:
    path = LOCALE / language / "LC_MESSAGES" / "arena.po"
    texts = read_catalogue(path)
    meant = [message for message in pofile.read_po(io.BytesIO(path.read_bytes())) if message.id]
    several = [message for message in meant if isinstance(message.id, tuple)]
    assert several
    for message in several:
        assert tuple(texts.ngettext(*message.id, n) for n in (1, 2)) == message.string
    for message in meant:
        assert message in several or texts.gettext(str(message.id)) == message.string

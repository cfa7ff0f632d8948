"""The pictures of the documentation are those that `make pictures` makes, and each is told to who cannot see it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from tests.docs.pages import ROOT, list_pictures
from tests.pictures import story

FOLDER = ROOT / "docs" / "pictures"
PAGES = sorted([ROOT / "README.md", *ROOT.glob("docs/**/*.md")])
MADE = {name for language in story.LANGUAGES for name in story.list_pictures(language)}
#: bytes of all together, and letters that tell more than a name
MOST, TOLD = 1_500_000, 60
NAMED = [
    (page, picture.name, alt)
    for page in PAGES
    for path, alt in list_pictures(page.read_text("utf-8"))
    if (picture := (page.parent / path).resolve()).is_relative_to(FOLDER)
]


def test_each_picture_is_made_kept_and_shown() -> None:
    assert {path.name for path in FOLDER.iterdir()} == MADE
    assert sorted(name for _, name, _ in NAMED) == sorted(MADE)


def test_no_page_shows_a_bitmap_that_is_made_otherwise() -> None:
    shown = {path for page in PAGES for path, _ in list_pictures(page.read_text("utf-8")) if path.endswith(".png")}
    assert {Path(path).name for path in shown} == MADE


@pytest.mark.parametrize(("page", "name", "alt"), NAMED, ids=[name for _, name, _ in NAMED])
def test_a_picture_is_told_in_words_and_in_the_language_of_its_page(page: Path, name: str, alt: str) -> None:
    language = page.suffixes[0].removeprefix(".") if page.stem.startswith("members.") else "en"
    assert len(alt) >= TOLD
    assert name.split(".")[1] == language
    with Image.open(FOLDER / name) as picture:
        picture.verify()


def test_the_pictures_are_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < MOST


def test_pictures_of_both_ways_of_writing_are_found() -> None:
    page = '![a](b.png) <img src="c.png" width="9" alt="d e"> <img src="f.png"> `![no](no.png)`'
    assert list_pictures(page) == [("b.png", "a"), ("c.png", "d e"), ("f.png", "")]

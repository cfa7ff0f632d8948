"""The parts of pages that are made from the code say what the code says."""

from __future__ import annotations

import re
import string

import pytest

from storage.data_classification.data_groups import GROUPS
from storage.data_classification.inventory import map_classified_tables
from tests.generated_pages import DOCS, PAGES, PARTS, write_page
from tests.page_tables import list_tables
from tests.privacy_periods import PERIODS


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_as_it_is_made(name: str) -> None:
    text = (DOCS / name).read_text("utf-8")
    assert write_page(text) == text, "run `make pages`"


def test_each_table_is_told_of_in_a_group_of_the_page() -> None:
    """A new group: say in storage/data_classification/data_groups.py why it is kept, and for how long."""
    told = [name for group in GROUPS for name in list_tables(group)]
    assert sorted(told) == sorted(map_classified_tables())
    assert [group.title for group in GROUPS if not list_tables(group)] == []


def test_each_period_of_the_code_is_told() -> None:
    blanks = {name for group in GROUPS for _, name, _, _ in string.Formatter().parse(group.kept) if name}
    assert blanks | {"live", "my_data"} == set(PERIODS)


def test_each_part_that_can_be_drawn_stands_on_a_page() -> None:
    there = "".join((DOCS / name).read_text("utf-8") for name in PAGES)
    assert set(re.findall(r"<!-- generated: (\w+) -->", there)) == set(PARTS)


def test_a_page_that_lags_behind_is_seen() -> None:
    page = "before\n<!-- generated: links -->\n\nold\n\n<!-- end of it -->\nafter\n"
    made = write_page(page)
    assert "old" not in made
    assert "90 days" in made
    assert made.startswith("before\n")
    assert made.endswith("\nafter\n")
    with pytest.raises(KeyError):
        write_page(page.replace("links", "nothing"))

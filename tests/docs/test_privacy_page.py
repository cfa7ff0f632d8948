"""The pages about privacy say what the inventory and the code say."""

from __future__ import annotations

import re
import string

import pytest

from storage.data_classification.inventory import INVENTORY
from tests.privacy_groups import GROUPS, PERIODS
from tests.privacy_page import DOCS, PAGES, PARTS, write_page


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_as_it_is_made(name: str) -> None:
    text = (DOCS / name).read_text("utf-8")
    assert write_page(text) == text, "run `make privacy-page`"


def test_each_table_is_told_of_once() -> None:
    """A new one: say in tests/privacy_groups.py why it is kept, and for how long."""
    told = [name for group in GROUPS for name in group.tables.split()]
    assert sorted(told) == sorted(INVENTORY)


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

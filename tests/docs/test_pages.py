"""Pages are read as they are rendered."""

from __future__ import annotations

from tests.docs.pages import list_anchors, list_links, read_codes, read_names, read_rows, read_section

PAGE = """# One `thing`

| name | says |
|---|---|
| `a` | a \\| b |

## Two: parts

[there](#two-parts), ![seen](seen.png), `[no](no.md)`

```sh
# no heading
[neither](this.md)
```

## One thing

| `first`, `second` | `c` |
|---|---|
| `d` | |

### Below
"""


def test_a_table_has_rows_and_its_header_is_none() -> None:
    assert read_rows(PAGE) == [["`a`", "a \\| b"], ["`d`", ""]]
    assert read_names(PAGE) == ["a", "d"]
    assert read_codes("`x`, y and `z 1`") == ["x", "z 1"]


def test_a_section_ends_where_the_next_one_begins() -> None:
    assert "Below" in read_section(PAGE, "One thing")
    assert "One thing" not in read_section(PAGE, "Two: parts")


def test_headings_are_linked_to_as_github_names_them() -> None:
    assert list_anchors(PAGE) == {"one-thing", "two-parts", "one-thing-1", "below"}


def test_what_stands_in_an_example_is_no_link() -> None:
    assert list_links(PAGE) == ["#two-parts", "seen.png"]

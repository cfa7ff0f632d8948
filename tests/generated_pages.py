"""Write the parts of pages that are made from the code (`make pages`).

What stands between two marks in these pages is written here; all else in them is prose.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from tests import privacy_parts, record_parts

DOCS = Path(__file__).parent.parent / "docs"
PAGES = ("privacy.md", "privacy-annex.md", "reference/record-kinds.md")
PARTS: dict[str, Callable[[], str]] = privacy_parts.PARTS | record_parts.PARTS
_PART = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end of it -->)", re.DOTALL)


def write_page(text: str) -> str:
    """Return the page with each of its marked parts as it is now. Raises KeyError for a mark that means nothing."""
    return _PART.sub(lambda found: f"{found[1]}\n{PARTS[found[2]]().strip()}\n\n{found[3]}", text)


def main() -> None:
    """Write all pages anew."""
    for name in PAGES:
        path = DOCS / name
        path.write_text(write_page(path.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()

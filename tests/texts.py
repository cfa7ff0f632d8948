"""The texts of the bot: gathered from the code, and the catalogues brought up to date (`make texts`)."""

from __future__ import annotations

import ast
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from tests.sources import ROOT, load_sources

CODE = ("bot", "handlers")
#: English is in the code
TRANSLATED = ("nb", "nn")
#: a date of change would change with every run
NEVER = datetime(2026, 1, 1, tzinfo=UTC)


def gathered() -> Catalog:
    """Every text in the code: `say("text")`, `reason("text")`, and `say.many("{n} text", "{n} texts", n)`.

    Read from the syntax tree: Babel's own reader sees a text inside an f-string with some versions of Python only.
    """
    template = Catalog(project="arena", creation_date=NEVER, revision_date=NEVER)
    for source in load_sources(*CODE):
        for node in source.nodes:
            texts = _said(node) if isinstance(node, ast.Call) else ()
            if texts:
                template.add(texts[0] if len(texts) == 1 else texts)
    return template


def _said(call: ast.Call) -> tuple[str, ...]:
    """The text of the call, with its plural; empty when it says none, or none that can be read here."""
    number = {"say": 1, "reason": 1, "many": 2}.get(name_called(call), 0)
    texts = tuple(
        node.value for node in call.args[:number] if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    return texts if len(texts) == number else ()


def name_called(call: ast.Call) -> str:
    """The last word of what is called; empty where that is no name."""
    return getattr(call.func, "attr", "") or getattr(call.func, "id", "")


def path_of(language: str) -> Path:
    return ROOT / "handlers" / "locale" / language / "LC_MESSAGES" / "arena.po"


def catalogue(language: str) -> Catalog:
    """What is translated; an empty one when there is no file yet."""
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language, project="arena", creation_date=NEVER, revision_date=NEVER)
    with path.open("rb") as source:
        return read_po(source, locale=language, domain="arena", abort_invalid=True)


def write(language: str, texts: Catalog) -> None:
    """In the order of the alphabet and without places and dates, so that a change shows what changed."""
    texts.header_comment = "# What the arena bot says. The msgids are the English texts; see `make texts`."
    texts.fuzzy = False
    texts.creation_date = texts.revision_date = NEVER
    path = path_of(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as target:
        write_po(target, texts, width=120, no_location=True, sort_output=True, ignore_obsolete=True)


def missing(texts: Catalog) -> list[str]:
    """Texts without a translation, or with one that somebody must still look at."""
    return [_name(m.id) for m in texts if m.id and (m.fuzzy or not all(m.string if m.pluralizable else (m.string,)))]


def update() -> int:
    """Bring every catalogue up to date; the number of texts still to be translated."""
    left = 0
    for language in TRANSLATED:
        texts = catalogue(language)
        texts.update(gathered(), no_fuzzy_matching=True)  # gathered anew, since its messages become those of `texts`
        write(language, texts)
        for text in missing(texts):
            print(f"{language}: not translated: {text}")
            left += 1
    return left


def _name(msgid: str | tuple[str, ...] | list[str]) -> str:
    return msgid if isinstance(msgid, str) else msgid[0]


if __name__ == "__main__":
    sys.exit(1 if update() else 0)

"""Build commands from messages to the bot: by the verb that one begins with, or by the table that came with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from handlers.chat.events import Command, File, Message
from handlers.chat.verbs import IMPORT, PLOT, STREAM, fold_word, parse_command

#: endings of files that hold a table, or one that cannot be read as it is
ENDINGS = (".xlsx", ".csv", ".tsv", ".xlsm", ".xls", ".xlsb", ".ods")
#: what words without a verb may be taken for
_PLAIN = frozenset(("", "asked", "sought", "stated", "timed", "lookup"))
#: words before "import" -> what the rows of the table are
_ROWS = {"": "listings"} | dict.fromkeys(STREAM, "streams") | dict.fromkeys(PLOT, "plots")


def build_typed_command(message: Message) -> Command:
    """Return the command that a message begins with; without one, its text is a question.

    A message that brings a table is `table`, with all of its words.
    """
    name, rest = parse_command(message.text)
    if _brings_table(message, name, rest):
        name, rest = "table", message.text
    return Command(
        id=message.id,
        sender=message.sender,
        place=message.place,
        direct=message.direct,
        reply_to=message.reply_to,
        ephemeral=message.ephemeral,
        name=name or "ask",
        text=rest,
        message=message.message,
        files=message.files,
        markup=_cut_first_words(message.text, message.markup, rest),
    )


def read_words_beside_table(command: Command) -> Command:
    """Return the command that the words of a message with a table are without the table."""
    name, rest = parse_command(command.text)
    markup = _cut_first_words(command.text, command.markup, rest)
    return replace(command, name=name or "ask", text=rest, markup=markup)


def find_import_order(name: str, rest: str) -> str:
    """Return what the rows of the table are that the words ask to bring in; "" for other words."""
    *before, last = [fold_word(word) for word in rest.split()] or [""]
    return _ROWS.get(" ".join(before), "") if name == "exchange" and last in IMPORT else ""


def list_tables(files: Iterable[File]) -> tuple[File, ...]:
    """Return the files that hold a table, as their names say."""
    return tuple(file for file in files if file.kind == "file" and file.name.strip().lower().endswith(ENDINGS))


def _brings_table(message: Message, name: str, rest: str) -> bool:
    """Return True for a table that may be for the bot itself: alone, in a private chat, or after `bytte import`.

    In a room, a table beside words is a part of the question.
    """
    if find_import_order(name, rest):
        return any(file.kind == "file" for file in message.files)
    plain = name in _PLAIN and (message.direct or not message.text.strip())
    return plain and bool(list_tables(message.files))


def _cut_first_words(text: str, markup: str, rest: str) -> str:
    """Return the marked text without the verb before the rest; "" if the verb itself has marks."""
    verb = text.strip().removesuffix(rest).strip()
    marked = markup.strip()
    return marked[len(verb) :].strip() if marked.startswith(verb) else ""

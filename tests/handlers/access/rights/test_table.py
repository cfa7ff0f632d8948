"""The table of rights is whole: every entry of the bot has its line, and no line is about nothing."""

from __future__ import annotations

from collections.abc import Mapping

from handlers import build_capability_router
from handlers.access.rights.table import ALLOWED
from handlers.chat.events import Click, Command, Query, Submission
from tests.conversation import Conversation


def lines() -> Mapping[str, list[str]]:
    """Each line of the table that the bot's entries come under, with the kinds of events."""
    found: dict[str, list[str]] = {}
    for kind, name in build_capability_router().handlers:
        named = f"/{name}" if kind is Command else name if kind in (Click, Submission, Query) else kind.__name__
        found.setdefault(named, []).append(kind.__name__)
    return found


def test_every_button_form_and_command_has_its_line_in_the_table_of_rights() -> None:
    """Without one nobody may do it. Add a line to handlers/access/rights/table.py that says who may."""
    assert sorted(set(lines()) - set(ALLOWED)) == []


#: asked about inside of other actions
INNER = {"questions.name", "questions.withdraw"}


def test_no_line_of_the_table_is_about_what_the_bot_does_not_do() -> None:
    assert sorted(set(ALLOWED) - set(lines()) - INNER) == []


async def test_what_has_no_line_is_refused_to_everybody(talk: Conversation) -> None:
    async def answered(*_: object) -> None:
        raise AssertionError("it was answered")

    talk.dispatcher.router.handlers[Click, "nowhere.written"] = answered
    for role in ("member", "guest", "secretariat"):
        someone = await talk.person(role, role=role)
        reply = await someone.does("nowhere.written")
        assert reply.card is not None
        assert reply.card.fallback == "Nobody can do this."


async def test_a_right_that_the_handler_did_not_ask_for_is_a_right_that_nobody_has(talk: Conversation) -> None:
    """What it did is not kept."""

    async def forgetful(_event: Click, turn: object) -> None:
        turn.person.name = "Changed"  # type: ignore[attr-defined]

    talk.dispatcher.router.handlers[Click, "answers.edit"] = forgetful
    kari = await talk.person("kari")
    reply = await kari.does("answers.edit", "1")
    assert reply.card is not None
    assert reply.card.fallback == "Only the author can do this."
    async with talk.database.read() as store:
        assert (await store.people.load_person(kari.person_id)).name == "Kari"

"""A form as the tests have it: what it asks, what is filled in, and how it comes to stand open."""

from __future__ import annotations

from typing import Any

from handlers.chat.cards import Field, Form, Reply
from handlers.chat.places import Place
from tests.platforms.slack.conftest import Desk
from tests.platforms.slack.payloads import click, interaction
from tests.standins.blockkit import texts
from tests.standins.slack import TEAM

ROOM = Place("slack", TEAM, "C1")
FORM = Form(
    "Svar",
    "answers.send",
    (Field("text", "Svaret ditt", "text"), Field("topic", "Tema", "choice", options=(("a", "A"),))),
    "Send",
    value="7",
)
VALUES = {
    "text": {"type": "plain_text_input", "value": "Vi gjorde slik"},
    "topic": {"type": "static_select", "selected_option": {"value": "a"}},
}


def shown(view: dict[str, Any]) -> str:
    return "\n".join(texts(view["blocks"]))


async def opened(desk: Desk) -> dict[str, Any]:
    """The form as it stands open, after a click on "Svar"."""
    desk.dispatch.forms, desk.dispatch.answer = {"answers.write"}, lambda _: Reply(form=FORM)
    await desk.answer(click("answers.write", "7", response_url=desk.api.response_url))
    await desk.api.until(lambda: any(view.get("callback_id") == "answers.send" for view in desk.api.views.values()))
    return next(view for view in desk.api.views.values() if view.get("callback_id") == "answers.send")


def shortcut(name: str, **fields: Any) -> dict[str, Any]:
    return interaction("message_action" if "message" in fields else "shortcut", callback_id=name, **fields)

"""Shortcuts and the home page."""

from __future__ import annotations

from typing import Any

import pytest

from handlers.chat.cards import Button, Buttons, Card, Reply, Text, build_text_reply
from handlers.chat.events import HomeOpened
from handlers.chat.places import Place
from tests.platforms.slack.conftest import Desk
from tests.platforms.slack.forms import FORM, VALUES, shortcut, shown
from tests.platforms.slack.payloads import submission, view_click
from tests.standins.slack import KARI, OLA, TEAM, Failure

ROOM = Place("slack", TEAM, "C1")


async def test_a_message_shortcut_points_at_a_message(desk: Desk) -> None:
    desk.dispatch.forms, desk.dispatch.answer = {"solutions.write"}, lambda _: Reply(form=FORM)
    quoted = {"ts": "100.1", "user": OLA, "text": "Vi brukte &lt;varmepumpe&gt;", "thread_ts": "90.1", "team": TEAM}
    await desk.answer(shortcut("solutions.write", message=quoted, channel={"id": "C1", "name": "nett"}))
    await desk.api.until(lambda: desk.dispatch.events)
    event = desk.dispatch.events[-1]
    assert (event.name, event.quoted.message, event.quoted.text) == (
        "solutions.write",
        "100.1",
        "Vi brukte <varmepumpe>",
    )
    assert (event.quoted.author.user, event.quoted.author.name) == (OLA, "Ola Hansen")
    assert event.quoted.place == event.place == ROOM.move_to_thread("90.1")


async def test_a_message_of_a_bot_has_no_author(desk: Desk) -> None:
    await desk.answer(
        shortcut(
            "solutions.write",
            message={"ts": "1.1", "user": "U0BOT", "bot_id": "B0BOT", "text": "kort"},
            channel={"id": "C1"},
        )
    )
    assert desk.dispatch.events[-1].quoted.author is None


async def test_a_form_from_a_global_shortcut_is_answered_in_the_direct_chat(desk: Desk) -> None:
    desk.dispatch.forms, desk.dispatch.answer = {"questions.write"}, lambda _: Reply(form=FORM)
    await desk.answer(shortcut("questions.write"))
    view = await desk.api.until(lambda: next((one for one in desk.api.views.values() if one.get("callback_id")), None))
    await desk.answer(submission(view, VALUES))
    assert desk.dispatch.events[-1].reply_to == Place("slack", TEAM, user=KARI)


async def test_a_shortcut_without_a_form_answers_in_the_chat(desk: Desk) -> None:
    desk.dispatch.answer = lambda _: build_text_reply("Lagret.")
    await desk.answer(shortcut("questions.write"))
    sent = await desk.api.until(lambda: desk.api.called("chat.postMessage"))
    assert (sent[0]["channel"], sent[0]["text"]) == (KARI, "Lagret.")


def button_view(kind: str, **fields: Any) -> dict[str, Any]:
    return {"id": "V1", "type": kind, "private_metadata": '{"c":"C1","t":"90.1"}', "blocks": [], **fields}


async def test_a_click_in_a_modal_knows_where_the_modal_was_opened(desk: Desk) -> None:
    desk.dispatch.answer = lambda _: Reply(Card("Flere treff"))
    await desk.answer(view_click("solutions.more", button_view("modal"), "2"))
    await desk.api.until(lambda: desk.api.called("views.push"))
    assert desk.dispatch.events[-1].place == ROOM.move_to_thread("90.1")


@pytest.mark.parametrize("reply", [Reply(Card("Flere treff"), replace=True), Reply(form=FORM)])
async def test_a_modal_is_redrawn_by_what_replaces_it(desk: Desk, reply: Reply) -> None:
    desk.api.views["V1"] = {}
    desk.dispatch.answer = lambda _: reply
    await desk.answer(view_click("solutions.more", button_view("modal"), "2"))
    await desk.api.until(lambda: desk.api.called("views.update"))
    assert desk.api.called("views.push") == []


async def test_a_modal_that_cannot_be_pushed_is_redrawn(desk: Desk) -> None:
    desk.api.views["V1"] = {}
    desk.api.fail("views.push", Failure("push_limit_reached"))
    desk.dispatch.answer = lambda _: Reply(Card("Flere treff"))
    await desk.answer(view_click("solutions.more", button_view("modal"), "2"))
    await desk.api.until(lambda: desk.api.called("views.update"))


async def test_a_form_from_a_modal_opens_on_top_of_it(desk: Desk) -> None:
    desk.dispatch.forms, desk.dispatch.answer = {"answers.write"}, lambda _: Reply(form=FORM)
    await desk.answer(view_click("answers.write", button_view("modal"), "7"))
    await desk.api.until(lambda: desk.api.called("views.update"))
    assert (len(desk.api.called("views.push")), desk.api.called("views.open")) == (1, [])


async def test_a_click_on_the_home_page_shows_the_answer_and_a_fresh_page(desk: Desk) -> None:
    home = Card("Hjem", (Buttons((Button("Mine", "me.show"),)),))
    desk.dispatch.answer = lambda event: (
        Reply(home) if isinstance(event, HomeOpened) else build_text_reply("Nynorsk er valgt.")
    )
    await desk.answer(view_click("me.language", button_view("home", private_metadata=""), "nn"))
    await desk.api.until(lambda: f"home:{KARI}" in desk.api.views)
    modal = next(view for name, view in desk.api.views.items() if name.startswith("V"))
    assert "Nynorsk er valgt." in shown(modal)


async def test_a_card_that_replaces_another_does_not_replace_the_home_page(desk: Desk) -> None:
    home = Card("Hjem", (Text("Spørsmålene dine"),))
    desk.dispatch.answer = lambda event: (
        Reply(home) if isinstance(event, HomeOpened) else Reply(Card("Sendt"), replace=True)
    )
    await desk.answer(view_click("questions.ask_anyway", button_view("home", private_metadata="")))
    view = await desk.api.until(lambda: desk.api.views.get(f"home:{KARI}"))
    assert "Spørsmålene dine" in shown(view)
    assert desk.api.called("views.open")[0]["view"]["title"]["text"] == "Sendt"

"""A click in Slack, and where its answer is shown."""

from __future__ import annotations

import asyncio

import pytest

from handlers.chat.cards import Card, Reply, build_text_reply
from handlers.chat.events import Click
from handlers.chat.places import Place
from tests.patience import BOUND
from tests.platforms.slack.conftest import Desk
from tests.platforms.slack.forms import opened, shortcut
from tests.platforms.slack.payloads import click, command
from tests.standins.slack import KARI, TEAM, Failure

ROOM = Place("slack", TEAM, "C1")


async def test_a_click_is_answered_with_a_message_only_that_person_sees(desk: Desk) -> None:
    desk.dispatch.answer = lambda _: Reply(Card("Du følger spørsmålet"), replace=True)
    assert await desk.answer(click("questions.follow", "7", response_url=desk.api.response_url)) == {}
    event = desk.dispatch.events[-1]
    assert isinstance(event, Click)
    assert (event.name, event.value, event.message, event.place, event.reply_to) == (
        "questions.follow",
        "7",
        "100.000009",
        ROOM,
        None,
    )
    response = (await desk.api.until(lambda: desk.api.responses))[0]
    # what everybody sees is not replaced by an answer to one
    assert (response["response_type"], response["replace_original"]) == ("ephemeral", False)


@pytest.mark.parametrize(("channel", "ephemeral"), [("C1", True), ("D1", False)])
async def test_a_private_card_is_replaced_by_the_answer(desk: Desk, channel: str, ephemeral: bool) -> None:
    desk.dispatch.answer = lambda _: Reply(Card("Sendt"), replace=True)
    await desk.answer(
        click("questions.send", "7", channel=channel, ephemeral=ephemeral, response_url=desk.api.response_url)
    )
    assert (await desk.api.until(lambda: desk.api.responses))[0]["replace_original"] is True
    await desk.slack._background.finish_background_tasks(BOUND)
    # only what stays may be drawn by the courier, too
    assert desk.dispatch.replaced == ([] if ephemeral else [(Place("slack", TEAM, "D1"), "100.000009")])


async def test_an_answer_in_the_direct_chat_stays(desk: Desk) -> None:
    desk.dispatch.answer = lambda _: Reply(Card("Sendt"))
    await desk.answer(click("questions.send", "7", channel="D1", response_url=desk.api.response_url))
    assert (await desk.api.until(lambda: desk.api.responses))[0]["response_type"] == "in_channel"


async def test_a_click_with_nothing_to_show_shows_nothing(desk: Desk) -> None:
    await desk.answer(click("questions.follow", "7", response_url=desk.api.response_url))
    await desk.slack._background.finish_background_tasks(BOUND)
    assert desk.api.responses == []


async def test_a_link_is_no_click(desk: Desk) -> None:
    assert await desk.answer(click("link.0")) == {}
    assert desk.dispatch.events == []


async def test_a_reply_in_a_thread_is_answered_in_the_thread(desk: Desk) -> None:
    desk.dispatch.answer = lambda _: Reply(Card("Takk"))
    payload = click("answers.solved", "3", response_url=desk.api.response_url)
    payload["container"]["thread_ts"] = "90.1"
    await desk.answer(payload)
    assert desk.dispatch.events[-1].place.thread == "90.1"
    assert (await desk.api.until(lambda: desk.api.responses))[0]["thread_ts"] == "90.1"


@pytest.mark.usefixtures("impatient")
async def test_a_slow_click_is_acknowledged_empty_and_answered_later(desk: Desk) -> None:
    go_on = desk.dispatch.slowly(build_text_reply("Ja."))
    assert await desk.answer(click("questions.follow", response_url=desk.api.response_url)) == {}
    assert desk.api.responses == []
    go_on.set()
    assert await desk.api.until(lambda: desk.api.responses)


async def test_a_link_that_no_longer_works_is_replaced_by_a_message(desk: Desk) -> None:
    desk.dispatch.answer = lambda _: build_text_reply("Ja.")
    desk.api.fail("response_url", Failure("used_url", status=404))
    await desk.answer(click("questions.follow", response_url=desk.api.response_url))
    sent = await desk.api.until(lambda: desk.api.called("chat.postEphemeral"))
    assert (sent[0]["channel"], sent[0]["user"]) == ("C1", KARI)
    assert len(desk.api.called("response_url")) == 1


async def test_a_link_is_tried_twice_when_slack_stumbles(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.platforms.slack.private_responses.PAUSE", 0.01)
    desk.dispatch.answer = lambda _: build_text_reply("Ja.")
    desk.api.fail("response_url", Failure("ratelimited", status=429, retry_after=1))
    await desk.answer(click("questions.follow", response_url=desk.api.response_url))
    assert await desk.api.until(lambda: desk.api.responses)


async def test_forms_are_labelled_in_the_language_of_the_person(desk: Desk) -> None:
    desk.dispatch.spoken = "en"
    assert (await opened(desk))["close"]["text"] == "Cancel"


async def test_a_person_never_seen_is_asked_about_before_the_click_counts(desk: Desk) -> None:
    payload = click("questions.follow", response_url=desk.api.response_url)
    payload["user"] = {"id": "U3GUEST", "name": "geir", "team_id": TEAM}
    desk.people._kept.clear()
    await desk.answer(payload)
    assert (desk.dispatch.events[-1].sender.name, desk.dispatch.events[-1].sender.guest) == ("Geir Gjest", True)


async def test_somebody_from_another_company_is_a_guest(desk: Desk) -> None:
    payload = click("issues.support", response_url=desk.api.response_url)
    payload["user"] = {"id": "U9STRANGER", "name": "eva", "team_id": "T9"}
    await desk.answer(payload)
    assert (desk.dispatch.events[-1].sender.guest, desk.dispatch.events[-1].sender.name) == (True, "eva")


async def test_a_click_that_fails_shows_that_it_failed(desk: Desk) -> None:
    def fail(_: object) -> None:
        raise OSError("away")

    desk.dispatch.answer = fail
    for payload in (click("questions.follow"), command("hei"), shortcut("questions.write")):
        assert (await desk.deliver(payload)).status == 500


async def test_what_is_in_hand_is_finished_before_the_bot_stops(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.platforms.slack.responder.ACK_WITHIN", 0.05)
    go_on = desk.dispatch.slowly(build_text_reply("Ferdig med det."))
    await desk.answer(command("finn", response_url=desk.api.response_url))
    finishing = asyncio.create_task(desk.slack._background.finish_background_tasks(BOUND))
    assert not (await asyncio.wait({finishing}, timeout=0.1))[0]
    go_on.set()
    await finishing
    assert [response["text"] for response in desk.api.responses] == ["Ferdig med det."]
    await asyncio.sleep(0)

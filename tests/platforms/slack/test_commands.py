"""The slash command, and how its answer comes in time."""

from __future__ import annotations

import time

import pytest

from bot.platforms.slack import responder
from handlers.chat.cards import Card, Reply, Text, build_text_reply
from handlers.chat.events import Command
from handlers.chat.places import Place
from tests.platforms.slack.conftest import Desk
from tests.platforms.slack.forms import FORM
from tests.platforms.slack.payloads import command
from tests.standins.slack import TEAM, Failure

ROOM = Place("slack", TEAM, "C1")


async def test_a_command_is_answered_in_the_acknowledgement(desk: Desk) -> None:
    desk.dispatch.answer = lambda _: Reply(Card("Treff", (Text("Ingen & <ingen>"),)))
    answer = await desk.answer(command("finn spillvarme &amp; <@U2OLA|ola>"))
    event = desk.dispatch.events[-1]
    assert isinstance(event, Command)
    assert (event.name, event.text, event.reply_to, event.place) == ("find", "spillvarme & @ola", None, ROOM)
    assert (answer["response_type"], answer["text"]) == ("ephemeral", "Treff\nIngen &amp; &lt;ingen&gt;")
    assert answer["blocks"][0]["type"] == "header"
    assert event.sender.name == "Kari Nordmann"


@pytest.mark.parametrize(("name", "text"), [("/spor", "finn på noe"), ("/spør", "finn på noe")])
async def test_the_command_to_ask_asks_whatever_follows(desk: Desk, name: str, text: str) -> None:
    await desk.answer(command(text, name=name))
    assert (desk.dispatch.events[-1].name, desk.dispatch.events[-1].text) == ("ask", text)


async def test_a_line_without_a_verb_is_a_question_and_a_bare_word_is_looked_up(desk: Desk) -> None:
    await desk.answer(command("hvem har prøvd dette?"))
    assert (desk.dispatch.events[-1].name, desk.dispatch.events[-1].text) == ("ask", "hvem har prøvd dette?")
    await desk.answer(command("spillvarme"))
    assert (desk.dispatch.events[-1].name, desk.dispatch.events[-1].text) == ("lookup", "spillvarme")


async def test_a_slow_command_is_acknowledged_in_time_and_finished_by_the_link(desk: Desk) -> None:
    assert responder.ACK_WITHIN < 2.8, "Slack waits for three seconds"
    go_on = desk.dispatch.slowly(build_text_reply("Ferdig med det."))
    began = time.monotonic()
    answer = await desk.answer(command("finn", response_url=desk.api.response_url))
    assert time.monotonic() - began > 1.9, "most commands are answered in place"
    go_on.set()
    assert answer["response_type"] == "ephemeral"
    assert answer["text"] == "Et øyeblikk …"
    response = await desk.api.until(lambda: desk.api.responses)
    assert (response[0]["text"], response[0]["response_type"]) == ("Ferdig med det.", "ephemeral")
    assert response[0]["replace_original"] is True, "what was only to be waited for does not stay beside the answer"


async def test_a_command_may_open_a_form(desk: Desk) -> None:
    desk.dispatch.answer = lambda _: Reply(form=FORM)
    payload = command("spør")
    assert await desk.answer(payload) == {}
    await desk.api.until(lambda: desk.api.views)
    assert desk.api.called("views.open")[0]["trigger_id"] == payload["trigger_id"]


@pytest.mark.usefixtures("impatient")
async def test_a_form_that_comes_too_late_is_not_a_silent_end(desk: Desk) -> None:
    go_on = desk.dispatch.slowly(Reply(form=FORM))
    await desk.answer(command("spør", response_url=desk.api.response_url))
    go_on.set()
    assert (await desk.api.until(lambda: desk.api.responses))[0]["text"]
    assert desk.api.views == {}


async def test_a_command_in_a_direct_chat_is_direct(desk: Desk) -> None:
    await desk.answer(command("hjelp", channel="D1"))
    assert (desk.dispatch.events[-1].direct, desk.dispatch.events[-1].name) == (True, "help")


@pytest.mark.parametrize(("told", "name"), [("energi", "energi"), ("privategroup", ""), ("mpdm-a--b-1", "")])
async def test_a_command_tells_the_name_of_its_channel(desk: Desk, told: str, name: str) -> None:
    await desk.answer(command("admin rom") | {"channel_name": told})
    event = desk.dispatch.events[-1]
    assert isinstance(event, Command)
    assert event.room_name == name


async def test_wrong_input_to_a_command_is_said(desk: Desk) -> None:
    desk.dispatch.answer = lambda _: Reply(errors={"text": "Skriv litt mer."})
    assert (await desk.answer(command("spør a")))["text"] == "Skriv litt mer."


async def test_a_command_whose_form_did_not_open_gives_its_words_back(desk: Desk) -> None:
    desk.dispatch.answer = lambda _: Reply(form=FORM)
    desk.api.fail("views.open", Failure("expired_trigger_id"))
    await desk.answer(command("sak ny Nettleie for datasentre", response_url=desk.api.response_url))
    (response, *_) = await desk.api.until(lambda: desk.api.responses)
    assert "ny Nettleie for datasentre" in str(response["blocks"])
    (button,) = [one for block in response["blocks"] for one in block.get("elements", ()) if one["type"] == "button"]
    assert (button["action_id"], button["value"]) == ("commands.open", "issue ny Nettleie for datasentre")


@pytest.mark.usefixtures("impatient")
async def test_a_form_that_comes_too_late_gives_the_words_back(desk: Desk) -> None:
    go_on = desk.dispatch.slowly(Reply(form=FORM))
    await desk.answer(command("sak ny Nettleie for datasentre", response_url=desk.api.response_url))
    go_on.set()
    (response, *_) = await desk.api.until(lambda: desk.api.responses)
    assert "ny Nettleie for datasentre" in str(response["blocks"])

"""Posting, changing, deleting and looking for messages in Slack."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.platforms import CannotTell, PermanentError, TemporaryError
from bot.platforms.slack import SlackPlatform
from bot.platforms.slack.errors import SlackOutcomeUnknown
from bot.settings import SlackSettings as Settings
from handlers.chat.cards import Button, Buttons, Card, Quote
from handlers.chat.places import Place
from tests.platforms.slack.conftest import Notebook
from tests.platforms.slack.payloads import SECRET
from tests.standins.slack import KARI, TEAM, Failure, SlackStandIn

ROOM, CHAT = Place("slack", TEAM, "C1"), Place("slack", TEAM, user=KARI)
CARD = Card(
    "Spørsmål", (Quote("Hvem har prøvd <!channel>?", by="Kari"), Buttons((Button("Svar", "answers.write", "1"),)))
)


@pytest.fixture
async def slack(workspace: SlackStandIn) -> AsyncIterator[SlackPlatform]:
    """As a worker has it: it sends, but does not listen."""
    platform = SlackPlatform(Settings("xoxb-test", SECRET, "", workspace.api_url), arena_name="Arena", language="nb")
    await platform.open_sessions(Notebook(), listen=False)
    yield platform
    await platform.close_sessions()


async def test_a_card_for_a_room_is_posted_once_and_quietly(slack: SlackPlatform, workspace: SlackStandIn) -> None:
    sent = await slack.send(ROOM, CARD, key="d-1")
    posted = workspace.called("chat.postMessage")[0]
    assert (posted["channel"], posted["metadata"]) == (
        "C1",
        {"event_type": "arena_delivery", "event_payload": {"d": "d-1"}},
    )
    assert [posted[name] for name in ("unfurl_links", "unfurl_media", "link_names", "parse")] == [
        False,
        False,
        False,
        "none",
    ]
    assert posted["text"] == "Spørsmål\nHvem har prøvd &lt;!channel&gt;?"
    assert sent.link == f"https://nettverket.slack.com/archives/C1/p{sent.message.replace('.', '')}"
    assert (sent.thread, sent.channel) == (sent.message, "C1")


@pytest.mark.parametrize(("language", "words"), [("", "Er du sikker?"), ("en", "Are you sure?")])
async def test_what_is_asked_before_a_press_is_asked_in_the_language_of_the_card(
    slack: SlackPlatform, workspace: SlackStandIn, language: str, words: str
) -> None:
    button = Button("Withdraw", "issues.withdraw", "1", confirm="Nobody sees it any more.")
    await slack.send(ROOM, Card("S-1", (Buttons((button,)),), language=language), key="d-1")
    (block,) = [one for one in workspace.called("chat.postMessage")[0]["blocks"] if one["type"] == "actions"]
    assert block["elements"][0]["confirm"]["title"]["text"] == words


async def test_every_try_of_one_delivery_has_the_same_name(slack: SlackPlatform, workspace: SlackStandIn) -> None:
    for key in ("d-1", "d-1", "d-2"):
        await slack.send(ROOM, CARD, key=key)
    names = [call["client_msg_id"] for call in workspace.called("chat.postMessage")]
    assert names[0] == names[1] != names[2]


async def test_a_reply_goes_to_its_thread(slack: SlackPlatform, workspace: SlackStandIn) -> None:
    root = await slack.send(ROOM, CARD, key="d-1")
    sent = await slack.send(ROOM.move_to_thread(root.message), CARD, key="d-2")
    assert workspace.called("chat.postMessage")[1]["thread_ts"] == root.message
    assert sent.thread == root.message
    assert sent.link.endswith(f"?thread_ts={root.message}&cid=C1")


async def test_a_direct_message_goes_to_the_person(slack: SlackPlatform, workspace: SlackStandIn) -> None:
    sent = await slack.send(CHAT, CARD, key="d-1")
    assert workspace.called("chat.postMessage")[0]["channel"] == KARI
    assert sent.channel == f"D{KARI}"


async def test_beside_the_talk_only_one_person_sees_it(slack: SlackPlatform, workspace: SlackStandIn) -> None:
    sent = await slack.send(ROOM.move_to_thread("90.1").narrow_to_user(KARI), CARD, key="d-1")
    shown = workspace.called("chat.postEphemeral")[0]
    assert (shown["channel"], shown["user"], shown["thread_ts"]) == ("C1", KARI, "90.1")
    assert "metadata" not in shown
    # a thread in which one person saw something is none that the bot opened
    assert (sent.thread, sent.link, sent.channel) == ("", "", "C1")


async def test_where_the_bot_is_not_a_private_answer_goes_to_the_direct_chat(
    slack: SlackPlatform, workspace: SlackStandIn
) -> None:
    workspace.without_bot.add("C1")
    sent = await slack.send(ROOM.narrow_to_user(KARI), CARD, key="d-1")
    assert sent.channel == f"D{KARI}"
    with pytest.raises(PermanentError) as error:
        await slack.send(ROOM, CARD, key="d-2")
    assert error.value.gone


async def test_a_message_is_redrawn_and_taken_back(slack: SlackPlatform, workspace: SlackStandIn) -> None:
    sent = await slack.send(ROOM, CARD, key="d-1")
    await slack.update(ROOM, sent.message, Card("ø" * 4000))
    assert workspace.messages["C1"][0]["text"].endswith("…")
    await slack.delete(ROOM, sent.message)
    await slack.delete(ROOM, sent.message)
    assert workspace.messages["C1"] == []
    with pytest.raises(PermanentError):
        await slack.update(ROOM, sent.message, CARD)


async def test_a_direct_message_is_redrawn_by_the_person_or_by_the_chat(
    slack: SlackPlatform, workspace: SlackStandIn
) -> None:
    sent = await slack.send(CHAT, CARD, key="d-1")
    for place in (CHAT, Place("slack", TEAM, sent.channel, user=KARI)):
        await slack.update(place, sent.message, Card("Ny"))
    assert [call["channel"] for call in workspace.called("chat.update")] == [sent.channel] * 2
    stranger = Place("slack", TEAM, user="U2OLA")
    with pytest.raises(PermanentError):
        await slack.update(stranger, sent.message, Card("Ny"))
    assert workspace.called("conversations.open") == [{"users": "U2OLA"}]


async def test_what_only_one_person_saw_cannot_be_redrawn(slack: SlackPlatform, workspace: SlackStandIn) -> None:
    for change in (
        slack.update(ROOM.narrow_to_user(KARI), "1.1", CARD),
        slack.delete(ROOM.narrow_to_user(KARI), "1.1"),
    ):
        with pytest.raises(PermanentError):
            await change
    assert workspace.called("chat.update") == []


@pytest.mark.parametrize("place", [ROOM, CHAT, ROOM.move_to_thread("90.1")])
async def test_a_message_is_found_by_its_key(slack: SlackPlatform, place: Place) -> None:
    began = datetime.now(UTC)
    sent = await slack.send(place, CARD, key="d-1")
    await slack.send(place, CARD, key="d-2")
    assert await slack.find(place, "d-1", began) == sent
    assert await slack.find(place, "d-3", began) is None


async def test_a_message_posted_although_the_answer_was_lost_is_found(
    slack: SlackPlatform, workspace: SlackStandIn
) -> None:
    began = datetime.now(UTC)
    workspace.fail("chat.postMessage", Failure(body="drop", after=True))
    with pytest.raises(SlackOutcomeUnknown):
        await slack.send(ROOM, CARD, key="d-1")
    found = await slack.find(ROOM, "d-1", began)
    assert found is not None
    assert found.message == workspace.messages["C1"][0]["ts"]


async def test_a_second_copy_is_told_when_it_is_found(slack: SlackPlatform) -> None:
    first = await slack.send(ROOM, CARD, key="d-1")
    second = await slack.send(ROOM, CARD, key="d-1")
    found = await slack.find(ROOM, "d-1", datetime.now(UTC))
    assert found is not None
    assert (found.message, found.copies) == (first.message, (second.message,))


@pytest.mark.parametrize("failure", [Failure("missing_scope"), Failure("not_in_channel")])
async def test_slack_may_not_tell_whether_a_message_arrived(
    slack: SlackPlatform, workspace: SlackStandIn, failure: Failure
) -> None:
    workspace.fail("conversations.history", failure)
    with pytest.raises(CannotTell):
        await slack.find(ROOM, "d-1", datetime.now(UTC))


async def test_what_one_person_sees_in_a_channel_is_never_found(slack: SlackPlatform, workspace: SlackStandIn) -> None:
    """So it is shown once more, if nobody knows whether it was."""
    await slack.send(ROOM.narrow_to_user(KARI), Card("hei"), key="d-1")
    assert await slack.find(ROOM.narrow_to_user(KARI), "d-1", datetime.now(UTC)) is None
    assert workspace.called("conversations.history") == []


@pytest.mark.parametrize("failure", [Failure(status=502, body="<html>"), Failure("ratelimited", status=429)])
async def test_a_slack_that_stumbles_or_is_busy_may_tell_later(
    slack: SlackPlatform, workspace: SlackStandIn, failure: Failure
) -> None:
    workspace.fail("conversations.history", failure)
    with pytest.raises(TemporaryError):
        await slack.find(ROOM, "d-1", datetime.now(UTC))


def test_a_channel_takes_one_message_a_second_and_a_workspace_five(slack: SlackPlatform) -> None:
    assert {name: (budget.step, budget.burst) for name, budget in slack.list_budgets(ROOM).items()} == {
        "workspace": (0.2, 20),
        "C1": (1.1, 1),
    }
    assert set(slack.list_budgets(CHAT)) == {"workspace", f"@{KARI}"}


async def test_the_bot_starts_without_slack_and_learns_later_who_it_is(
    workspace: SlackStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.platforms.slack.workspaces.START", 0.05)
    monkeypatch.setattr("bot.platforms.slack.identity.FIRST_PAUSE", 0.01)
    monkeypatch.setattr("bot.platforms.slack.identity.LONGEST_PAUSE", 0.01)
    away = [Failure(status=503, body="<html>"), Failure("internal_error")]
    workspace.fail("auth.test", *away * 1000)
    platform = SlackPlatform(Settings("xoxb-test", SECRET, "", workspace.api_url), arena_name="Arena", language="nb")
    await platform.open_sessions(Notebook(), listen=False)
    await workspace.until(lambda: len(workspace.called("auth.test")) >= 2)
    assert (await platform.send(ROOM, CARD, key="d-1")).link == ""
    workspace.failures.clear()
    await workspace.until(lambda: platform._workspaces.workspace.identity.url)
    assert (await platform.send(ROOM, CARD, key="d-2")).link
    await platform.close_sessions()


async def test_a_bot_that_never_reached_slack_stops_at_once() -> None:
    platform = SlackPlatform(
        Settings("xoxb-test", SECRET, "", "http://127.0.0.1:1/api/"), arena_name="Arena", language="nb"
    )
    platform_started = asyncio.create_task(platform.open_sessions(Notebook(), listen=False))
    await asyncio.sleep(0.05)
    platform_started.cancel()
    await platform.close_sessions()


@pytest.mark.parametrize("code", ["invalid_auth", "token_revoked", "account_inactive"])
async def test_a_message_waits_while_slack_refuses_the_token(
    slack: SlackPlatform, workspace: SlackStandIn, code: str
) -> None:
    workspace.fail("chat.postMessage", Failure(code))
    with pytest.raises(TemporaryError) as error:
        await slack.send(ROOM, CARD, key="d-1")
    assert (str(error.value), error.value.whole_bucket) == (code, False)
    assert error.value.after > 0
    assert (await slack.send(ROOM, CARD, key="d-1")).message

"""Messages in Slack, as events."""

from __future__ import annotations

import pytest

from handlers.chat.events import Deleted, Edited, File, Message
from handlers.chat.places import Place
from tests.platforms.slack.conftest import Desk
from tests.platforms.slack.payloads import event, message
from tests.standins.slack import BOT, BOT_ID, GUEST, KARI, OLA, TEAM, Failure

ROOM = Place("slack", TEAM, "C1")


async def test_a_mention_is_a_message_to_the_bot_without_the_mention(desk: Desk) -> None:
    said = await desk.event(
        message(f"<@{BOT}> hvem har prøvd <@{OLA}> sin &lt;metode&gt;?", kind="app_mention", ts="100.5")
    )
    assert isinstance(said, Message)
    assert (said.id, said.text, said.message) == (
        f"slack:{TEAM}:C1:100.5",
        "hvem har prøvd @Ola Hansen sin <metode>?",
        "100.5",
    )
    assert (said.addressed, said.direct, said.place, said.reply_to) == (True, False, ROOM, ROOM.narrow_to_user(KARI))
    assert (said.sender.name, said.sender.language, said.sender.guest) == ("Kari Nordmann", "nb", False)


async def test_a_mention_comes_twice_and_is_one_event(desk: Desk) -> None:
    first = await desk.event(message(f"<@{BOT}> hei", kind="app_mention", ts="100.6"))
    second = await desk.event(message(f"<@{BOT}> hei", ts="100.6", channel_type="channel"))
    assert first == second


async def test_a_direct_message_is_addressed_and_answered_in_the_chat(desk: Desk) -> None:
    said = await desk.event(message("spør om nett", channel="D1", channel_type="im", user=OLA))
    assert (said.addressed, said.direct, said.place.channel) == (True, True, "D1")
    assert said.reply_to == Place("slack", TEAM, user=OLA)
    in_thread = await desk.event(message("mer", channel="D1", thread_ts="90.1", user=OLA))
    assert in_thread.reply_to == Place("slack", TEAM, thread="90.1", user=OLA)


async def test_what_is_not_addressed_to_the_bot_is_not_heard(desk: Desk) -> None:
    assert await desk.event(message("snakk mellom oss")) is None
    assert await desk.event(message("et svar", thread_ts="90.1", ts="100.7")) is None
    assert await desk.event(message(f"hei <@{OLA}>")) is None


async def test_a_reply_is_heard_in_a_thread_the_bot_opened(desk: Desk) -> None:
    desk.dispatch.posted.add(("C1", "90.1"))
    said = await desk.event(message("vi gjorde slik", thread_ts="90.1", ts="100.8"))
    assert (said.addressed, said.place) == (False, ROOM.move_to_thread("90.1"))
    assert said.reply_to == Place("slack", TEAM, "C1", "90.1", KARI)


async def test_a_reply_below_a_message_of_the_bot_that_is_not_known_any_more_is_heard_as_that(desk: Desk) -> None:
    """The database was restored from a backup: the card is older than its messages say, and Slack knows whose it is."""
    for words, kind in (("vi gjorde slik", "message"), (f"<@{BOT}> vi gjorde slik", "app_mention")):
        said = await desk.event(message(words, kind=kind, thread_ts="91.1", parent_user_id=BOT))
        assert said is not None
        assert said.orphaned
        assert said.reply_to == Place("slack", TEAM, "C1", "91.1", KARI)
    assert await desk.event(message("vi gjorde slik", thread_ts="91.1", parent_user_id=OLA)) is None
    desk.dispatch.posted.add(("C1", "91.1"))
    known = await desk.event(message("vi gjorde slik", thread_ts="91.1", parent_user_id=BOT))
    assert not known.orphaned


async def test_the_message_that_began_a_thread_is_no_reply(desk: Desk) -> None:
    said = await desk.event(message(f"<@{BOT}> hei", kind="app_mention", ts="100.9", thread_ts="100.9"))
    assert said.place.thread == ""


@pytest.mark.parametrize(
    "fields",
    [
        {"subtype": "channel_join"},
        {"subtype": "channel_leave"},
        {"subtype": "channel_topic"},
        {"subtype": "bot_message", "bot_id": "B1"},
        {"bot_id": BOT_ID},
        {"user": BOT},
        {"user": "USLACKBOT"},
        {"user": ""},
    ],
)
async def test_bots_and_notices_are_not_heard(desk: Desk, fields: dict[str, str]) -> None:
    assert await desk.event(message("hei", channel="D1", **fields)) is None


async def test_files_are_named_and_linked_beside_what_is_said(desk: Desk) -> None:
    link = "https://nettverket.slack.com/files/U1KARI/F1/rapport.pdf"
    files = [
        {"name": "rapport.pdf", "mimetype": "application/pdf", "permalink": link},
        {"name": "kart.png", "mimetype": "image/png", "permalink": "javascript:alert(1)"},
        {"id": "F3", "file_access": "check_file_info"},
        {"id": "F4", "mode": "tombstone"},
    ]
    passed_on = [{"is_share": True, "text": "noe annet"}, {"title": "forhåndsvisning"}]
    shared = await desk.event(message("", channel="D1", subtype="file_share", files=files, attachments=passed_on))
    told = (File("file", "rapport.pdf", link), File("image", "kart.png"), File(), File("other"))
    assert (shared.text, shared.files) == ("", told)


async def test_a_message_with_replies_leaves_something_in_its_place_when_it_is_deleted(desk: Desk) -> None:
    old = {"ts": "100.1", "user": KARI, "text": f"<@{BOT}> før"}
    gone = {"ts": "100.1", "user": "USLACKBOT", "subtype": "tombstone", "text": "This message was deleted."}
    deleted = await desk.event(
        event("message", subtype="message_changed", channel="C1", message=gone, previous_message=old, event_ts="105.5")
    )
    assert isinstance(deleted, Deleted)
    assert (deleted.message, deleted.original) == ("100.1", f"slack:{TEAM}:C1:100.1")
    assert deleted.at is not None
    assert deleted.at.timestamp() == 105.5


async def test_a_thread_that_somebody_else_began_is_not_even_looked_up(desk: Desk) -> None:
    desk.dispatch.posted.add(("C1", "90.1"))
    assert await desk.event(message("hei", thread_ts="90.1", parent_user_id=OLA)) is None
    assert await desk.event(message("hei", thread_ts="90.1", parent_user_id=BOT)) is not None


async def test_an_edit_is_an_event_of_its_own(desk: Desk) -> None:
    old = {"ts": "100.1", "user": KARI, "text": "før", "edited": None}
    new = old | {"text": "etter &amp; på", "edited": {"user": KARI, "ts": "101.0"}}
    changed = event(
        "message", subtype="message_changed", channel="D1", message=new, previous_message=old, event_ts="101.5"
    )
    edited, again = await desk.event(changed), await desk.event(changed)
    assert isinstance(edited, Edited)
    assert (edited.id, edited.message, edited.text) == (f"slack:{TEAM}:D1:100.1:edited:101.5", "100.1", "etter & på")
    assert edited.sender.user == KARI
    assert edited == again
    more = changed | {"event": changed["event"] | {"event_ts": "101.6"}}
    assert (await desk.event(more)).id != edited.id, "in the same second, by what Slack says of the message"


async def test_a_preview_a_bots_edit_and_an_edit_among_others_are_none(desk: Desk) -> None:
    old = {"ts": "100.1", "user": KARI, "text": "før"}
    edited = {"edited": {"ts": "101.0"}}
    changes = [
        ("D1", old | {"attachments": [{}]}, old),
        ("D1", old | edited | {"text": "før", "attachments": [{}]}, old),
        ("D1", old | edited | {"text": "ny", "bot_id": BOT_ID}, old),
        ("C1", old | edited | {"text": "ny"}, old),
    ]
    for channel, new, before in changes:
        assert (
            await desk.event(
                event("message", subtype="message_changed", channel=channel, message=new, previous_message=before)
            )
            is None
        )


async def test_an_edit_and_a_deletion_are_heard_where_the_message_was(desk: Desk) -> None:
    desk.dispatch.posted.add(("C1", "90.1"))
    reply = {"ts": "100.1", "user": KARI, "text": "før", "thread_ts": "90.1"}
    new = reply | {"text": "etter", "edited": {"ts": "101.0"}}
    edited = await desk.event(
        event("message", subtype="message_changed", channel="C1", message=new, previous_message=reply)
    )
    assert edited.place == ROOM.move_to_thread("90.1")
    assert edited.sent_at is not None
    assert edited.sent_at.timestamp() == pytest.approx(100.1)
    gone = await desk.event(
        event("message", subtype="message_deleted", channel="C1", deleted_ts="100.1", previous_message=reply)
    )
    assert isinstance(gone, Deleted)
    assert (gone.id, gone.message) == (f"slack:{TEAM}:C1:100.1:deleted", "100.1")
    mention = {"ts": "100.2", "user": KARI, "text": f"<@{BOT}> hei"}
    assert await desk.event(
        event("message", subtype="message_deleted", channel="C1", deleted_ts="100.2", previous_message=mention)
    )
    other = {"ts": "100.3", "user": KARI, "text": "hei"}
    assert (
        await desk.event(
            event("message", subtype="message_deleted", channel="C1", deleted_ts="100.3", previous_message=other)
        )
        is None
    )


async def test_guests_and_people_of_another_company_are_guests(desk: Desk) -> None:
    guest = await desk.event(message("hei", channel="D3", user=GUEST))
    assert (guest.sender.guest, guest.sender.language, guest.sender.workspace) == (True, "en", TEAM)
    stranger = await desk.event(message("hei", channel="D9", user="U9STRANGER", user_team="T9"))
    assert (stranger.sender.guest, stranger.sender.workspace) == (True, TEAM)


async def test_somebody_new_is_asked_about_once(desk: Desk) -> None:
    for ts in ("100.1", "100.2"):
        said = await desk.event(message("hei", channel="D9", user="U9NEW", ts=ts))
        assert said.sender.name == ""
    assert len([call for call in desk.api.called("users.info") if call["user"] == "U9NEW"]) == 1


async def test_a_slow_slack_holds_an_event_up_for_a_second_at_most(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.platforms.slack.user_profiles.PATIENCE", 0.05)
    desk.api.fail("users.info", Failure(delay=0.3, after=True))
    assert await desk.event(message("hei", channel="D9", user="U9SLOW"))

"""Threads in Teams: what is in a message beside its text, who is no person, and what comes before its message."""

from __future__ import annotations

import pytest

from bot.platforms.teams.addresses import build_teams_link
from handlers.chat.events import Deleted, Edited, File, Message
from tests.platforms.teams.test_receiving import in_channel, only
from tests.standins.teams import BOT, CHANNEL, TENANT, activity, mention

HERE = build_teams_link(TENANT, CHANNEL, "10", "9")
FILE = "application/vnd.microsoft.teams.file.download.info"
TWIN = "text/html"
EMOJI = '<img alt="🙂" itemtype="http://schema.skype.com/Emoji" src="x">'


@pytest.mark.parametrize(
    ("attachments", "files"),
    [
        ([{"contentType": TWIN, "content": f"<p>hei {EMOJI}</p>"}], ()),
        ([{"contentType": "messageReference", "content": "{}"}, {"contentType": TWIN, "content": "<attachment>"}], ()),
        ([{"contentType": TWIN, "content": '<attachment id="1"></attachment>'}], (File("file", "", HERE),)),
        ([{"contentType": TWIN, "content": '<p><img src="x" width="9"></p>'}], (File("image", "", HERE),)),
        (
            [{"contentType": "image/*", "contentUrl": "https://smba.example/v3/1"}],
            (File("image", "", HERE, "https://smba.example/v3/1"),),
        ),
        ([{"contentType": "application/vnd.microsoft.card.adaptive", "content": {}}], (File("other", "", HERE),)),
        (
            [{"contentType": FILE, "name": "plan.pdf", "contentUrl": "https://a.sharepoint.com/plan.pdf"}],
            (File("file", "plan.pdf", "https://a.sharepoint.com/plan.pdf"),),
        ),
        (
            [
                {
                    "contentType": FILE,
                    "name": "t.xlsx",
                    "contentUrl": "https://a.sharepoint.com/t.xlsx",
                    "content": {"downloadUrl": "https://a.sharepoint.com/get?tempauth=x", "fileType": "xlsx"},
                }
            ],
            (File("file", "t.xlsx", "https://a.sharepoint.com/t.xlsx", "https://a.sharepoint.com/get?tempauth=x"),),
        ),
        (
            [{"contentType": FILE, "name": "plan.pdf", "contentUrl": "https://a.sharepoint.com.evil.example/plan.pdf"}],
            (File("file", "plan.pdf", HERE),),
        ),
    ],
)
async def test_what_is_beside_the_text_is_named_and_linked(door, desk, attachments, files) -> None:
    sent = in_channel("<at>Arena</at> se her", root="9", entities=[mention()], attachments=attachments)
    await door.send(sent)
    event = await only(desk)
    assert isinstance(event, Message)
    assert event.files == files


async def test_what_a_bot_writes_in_a_thread_is_no_answer(door, desk) -> None:
    desk.messages = {"9"}
    for bot in (BOT, "28:another"):
        for kind in ("message", "messageUpdate", "messageDelete"):
            sent = activity(kind, user=bot, conversation=f"{CHANNEL};messageid=9", text="svar", id="10")
            await door.send(sent)
    assert desk.events == []


async def test_changes_of_somebody_unknown_are_heard_in_a_thread_of_the_bot(door, desk) -> None:
    changed = activity("messageUpdate", conversation=f"{CHANNEL};messageid=9", text="nytt", id="10")
    gone = activity("messageDelete", conversation=f"{CHANNEL};messageid=9", id="11")
    for sent in (changed, gone):
        await door.send(dict(sent))
    assert desk.events == [], "in the thread of somebody else"
    desk.messages = {"9"}
    for sent in (changed, gone):
        await door.send(sent)
    edited, deleted = desk.events
    assert isinstance(edited, Edited)
    assert isinstance(deleted, Deleted)
    first = await door.send(in_channel("svar", root="9"))
    assert first == (202, None)
    assert edited.original == desk.events[-1].id
    assert edited.at is not None

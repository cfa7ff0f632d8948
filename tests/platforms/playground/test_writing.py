"""What members write: kept for everybody, and told to the bot only when it is addressed to it."""

from __future__ import annotations

import pytest

from bot.platforms import PermanentError
from handlers.chat.cards import Card, Reply, Text
from handlers.chat.events import Command, Deleted, Edited, Message, Reacted
from handlers.chat.places import Place
from tests.patience import BOUND
from tests.platforms.playground.conftest import Notebook, Page, Stage

ROOM = Place("playground", "local", "tema-nett")


async def test_talk_among_members_is_not_overheard(kari: Page, olav: Page, notebook: Notebook) -> None:
    await kari.do("write", channel="tema-nett", text="Er det noen her?")
    assert await olav.texts("tema-nett") == ["Er det noen her?"]
    assert notebook.events == []


async def test_a_line_comes_out_as_it_was_typed(kari: Page, olav: Page) -> None:
    typed = "<!channel> *x* & <b>æ</b>\n  {0}"
    await kari.do("write", channel="tema-nett", text=typed)
    assert await olav.texts("tema-nett") == [typed]


async def test_a_mention_is_addressed_and_answered_privately_beside_the_channel(kari: Page, notebook: Notebook) -> None:
    await kari.do("write", channel="tema-nett", text="@arena, hvem kan nett?")
    event = notebook.last
    assert isinstance(event, Message)
    assert (event.text, event.addressed, event.direct, event.place) == ("hvem kan nett?", True, False, ROOM)
    assert event.reply_to == ROOM.narrow_to_user("kari")
    assert event.message == (await kari.messages("tema-nett"))[0]["id"]


async def test_a_name_that_only_begins_like_the_bot_s_is_no_mention(kari: Page, notebook: Notebook) -> None:
    await kari.do("write", channel="tema-nett", text="@Arenaen er stor, og epost@arena hører ikke hit")
    assert notebook.events == []


async def test_the_direct_chat_is_always_addressed_and_only_one_s_own(
    kari: Page, olav: Page, notebook: Notebook
) -> None:
    await kari.do("write", channel="@kari", text="finn varme")
    event = notebook.last
    assert (event.text, event.addressed, event.direct) == ("finn varme", True, True)
    assert event.reply_to == Place("playground", "local", user="kari")
    response = await olav.client.get("/playground/messages?as=olav&channel=@kari")
    assert response.status == 404


async def test_a_command_is_seen_by_nobody_else(kari: Page, olav: Page, notebook: Notebook) -> None:
    await kari.do("write", channel="tema-nett", text="/ARENA Finn varme på 60 °C")
    event = notebook.last
    assert isinstance(event, Command)
    assert (event.name, event.text, event.message) == ("find", "varme på 60 °C", "")
    assert event.reply_to == ROOM.narrow_to_user("kari")
    assert await olav.texts("tema-nett") == []
    assert [message["private"] for message in await kari.messages("tema-nett")] == [True]


async def test_a_command_without_a_verb_is_a_question_and_a_bare_word_is_looked_up(
    kari: Page, notebook: Notebook
) -> None:
    await kari.do("write", channel="tema-nett", text="/arena Har noen prøvd dette?")
    assert (notebook.last.name, notebook.last.text) == ("ask", "Har noen prøvd dette?")
    await kari.do("write", channel="tema-nett", text="/arena spillvarme")
    assert (notebook.last.name, notebook.last.text) == ("lookup", "spillvarme")
    await kari.do("write", channel="tema-nett", text="/arenaen er fin")
    assert len(notebook.events) == 2


async def test_a_thread_the_bot_began_is_heard_and_others_are_not(stage: Stage, kari: Page, notebook: Notebook) -> None:
    sent = await stage.playground.send(ROOM, Card("Spørsmål"), key="k1")
    await kari.do("write", channel="tema-nett", thread=sent.message, text="Ja, vi har.")
    event = notebook.last
    assert (event.text, event.addressed, event.place.thread) == ("Ja, vi har.", False, sent.message)
    assert event.reply_to == ROOM.move_to_thread(sent.message).narrow_to_user("kari")

    await kari.do("write", channel="tema-nett", text="Noe annet")
    mine = (await kari.messages("tema-nett"))[-1]["id"]
    await kari.do("write", channel="tema-nett", thread=mine, text="Og mer")
    assert len(notebook.events) == 1


async def test_a_reply_to_a_reply_carries_the_root(stage: Stage, kari: Page, notebook: Notebook) -> None:
    sent = await stage.playground.send(ROOM, Card("Spørsmål"), key="k1")
    await kari.do("write", channel="tema-nett", thread=sent.message, text="en")
    reply = notebook.last.message
    await kari.do("write", channel="tema-nett", thread=reply, text="to")
    assert notebook.last.place.thread == sent.message


async def test_a_request_that_is_sent_twice_writes_once_under_one_event_id(kari: Page, notebook: Notebook) -> None:
    line = {"id": "action-twice", "channel": "tema-nett", "text": "@Arena hei"}
    await kari.post("write", line)
    await kari.post("write", line)
    assert await kari.texts("tema-nett") == ["@Arena hei"]
    assert len({event.id for event in notebook.events}) == 1
    assert len({event.message for event in notebook.events}) == 1


async def test_the_same_id_from_two_members_is_two_happenings(kari: Page, olav: Page, notebook: Notebook) -> None:
    for page in (kari, olav):
        await page.post("write", {"id": "action-same", "channel": "tema-nett", "text": "@Arena hei"})
    assert len({event.id for event in notebook.events}) == 2
    assert len(await kari.texts("tema-nett")) == 2


async def test_where_the_bot_is_not_it_hears_nothing_and_the_writer_is_told(kari: Page, notebook: Notebook) -> None:
    answer = await kari.do("write", channel="kaffepraten", text="@Arena hei")
    assert answer == {"absent": True}
    assert notebook.events == []


async def test_edits_travel_to_the_bot_when_it_knows_the_message(kari: Page, notebook: Notebook) -> None:
    await kari.do("write", channel="tema-nett", text="bare prat")
    await kari.do("write", channel="tema-nett", text="@Arena hva?")
    talk, asked = (message["id"] for message in await kari.messages("tema-nett"))
    await kari.do("edit", message=talk, text="prat")
    assert len(notebook.events) == 1
    await kari.do("edit", message=asked, text="@Arena hvem?")
    event = notebook.last
    assert isinstance(event, Edited)
    assert (event.message, event.text) == (asked, "hvem?")
    assert (await kari.messages("tema-nett"))[1]["edited"] is True


async def test_only_the_writer_may_change_or_delete(kari: Page, olav: Page, notebook: Notebook) -> None:
    await kari.do("write", channel="tema-nett", text="mitt")
    mine = (await kari.messages("tema-nett"))[0]["id"]
    for action in ("edit", "remove"):
        response = await olav.post(action, {"id": "action-other", "message": mine, "text": "ditt"})
        assert response.status == 403
    assert await kari.texts("tema-nett") == ["mitt"]


async def test_a_deleted_message_is_gone_and_its_place_stays_when_it_has_replies(
    kari: Page, notebook: Notebook
) -> None:
    await kari.do("write", channel="tema-nett", text="@Arena en")
    await kari.do("write", channel="tema-nett", text="to")
    first, second = (message["id"] for message in await kari.messages("tema-nett"))
    await kari.do("write", channel="tema-nett", thread=second, text="svar")
    await kari.do("remove", message=first)
    assert isinstance(notebook.last, Deleted)
    assert notebook.last.message == first
    await kari.do("remove", message=second)
    left = await kari.messages("tema-nett")
    assert [(message["text"], message["removed"]) for message in left] == [("", True)]
    assert isinstance(notebook.last, Deleted)
    assert notebook.last.message == first, "the bot had not heard of the second"


async def test_a_reaction_is_told_once_and_taken_back(stage: Stage, kari: Page, notebook: Notebook) -> None:
    sent = await stage.playground.send(ROOM, Card("Spørsmål"), key="k1")
    await kari.do("react", message=sent.message, emoji="✅")
    assert isinstance(notebook.last, Reacted)
    assert (notebook.last.message, notebook.last.emoji, notebook.last.added) == (sent.message, "✅", True)
    assert (await kari.messages("tema-nett"))[0]["reactions"] == {"✅": ["kari"]}
    await kari.do("react", message=sent.message, emoji="✅", added=False)
    assert notebook.last.added is False
    assert (await kari.messages("tema-nett"))[0]["reactions"] == {}


async def test_what_the_bot_answers_at_once_is_kept_beside_the_message(
    kari: Page, olav: Page, notebook: Notebook
) -> None:
    notebook.answer = lambda _: Reply(Card("", (Text("Bare til deg"),)))
    await kari.do("write", channel="tema-nett", text="@Arena hei")
    assert await kari.texts("tema-nett") == ["@Arena hei", "Bare til deg"]
    assert await olav.texts("tema-nett") == ["@Arena hei"]


async def test_the_room_of_the_secretariat_is_seen_by_nobody_else(stage: Stage, kari: Page) -> None:
    assert "sekretariat" not in [channel["id"] for channel in (await kari.read("state"))["channels"]]
    response = await kari.client.get("/playground/messages?as=kari&channel=sekretariat")
    assert response.status == 404
    marit = stage.page("marit")
    assert "sekretariat" in [channel["id"] for channel in (await marit.read("state"))["channels"]]
    listening, outside = await marit.listen(), await kari.listen()
    await stage.playground.send(Place("playground", "local", "sekretariat"), Card("Til fordeling"), key="k")
    assert (await listening.receive_json(timeout=BOUND))["message"]["card"] == {"title": "Til fordeling"}
    await stage.playground.send(ROOM, Card("Til alle"), key="k2")
    assert (await outside.receive_json(timeout=BOUND))["message"]["card"] == {"title": "Til alle"}


async def test_a_reply_below_a_card_that_is_not_known_any_more_is_heard_as_that(
    stage: Stage, kari: Page, notebook: Notebook
) -> None:
    """The page keeps what the bot wrote; a restored database does not know it as sent."""
    sent = await stage.playground.send(ROOM, Card("Et spørsmål"), key="k1")
    await kari.do("write", channel="tema-nett", thread=sent.message, text="Vi gjorde slik.")
    assert notebook.last.orphaned
    notebook.posted.add(sent.message)
    await kari.do("write", channel="tema-nett", thread=sent.message, text="Vi gjorde slik.")
    assert not notebook.last.orphaned


async def test_a_picture_goes_with_its_message_to_the_bot_and_to_those_who_see_it(
    kari: Page, olav: Page, notebook: Notebook, stage: Stage
) -> None:
    sent = await kari.client.post(
        "/playground/attach?as=kari&name=a.jpg",
        data=b"\xff\xd8picture",
        headers={"Origin": kari.origin, "Content-Type": "image/jpeg"},
    )
    file = (await sent.json())["file"]
    assert (await olav.client.get(f"/playground/files/{file}?as=olav")).status == 404
    await kari.do("write", channel="@kari", text="", files=[file])
    event = notebook.last
    assert isinstance(event, Message)
    (told,) = event.files
    assert (told.kind, told.name) == ("image", "a.jpg")
    assert await stage.playground.download_file(ROOM, told.source, 99) == b"\xff\xd8picture"
    (message,) = await kari.messages("@kari")
    assert message["files"] == [{"id": file, "name": "a.jpg", "shown": True}]
    served = await kari.client.get(f"/playground/files/{file}?as=kari")
    assert (await served.read(), served.headers["X-Content-Type-Options"]) == (b"\xff\xd8picture", "nosniff")
    assert (await olav.client.get(f"/playground/files/{file}?as=olav")).status == 404
    await kari.do("remove", message=message["id"])
    with pytest.raises(PermanentError, match="file_gone"):
        await stage.playground.download_file(ROOM, told.source, 99)


async def test_a_mention_that_is_added_by_an_edit_is_answered_as_a_message(kari: Page, notebook: Notebook) -> None:
    await kari.do("write", channel="tema-nett", text="Hvem kan nett?")
    message = (await kari.messages("tema-nett"))[0]["id"]
    await kari.do("edit", message=message, text="@Arena Hvem kan nett?")
    event = notebook.last
    assert isinstance(event, Message)
    assert (event.text, event.addressed, event.message, event.place) == ("Hvem kan nett?", True, message, ROOM)
    await kari.do("edit", message=message, text="@Arena Hvem kan trafo?")
    assert isinstance(notebook.last, Edited)

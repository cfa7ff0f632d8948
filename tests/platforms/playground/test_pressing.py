"""Buttons, forms and shortcuts: what reaches the bot, and where its answer is kept."""

from __future__ import annotations

from handlers.chat.cards import Card, Field, Form, Reply, Text, build_text_reply
from handlers.chat.events import Arrived, Click, HomeOpened, Invited, Query, Submission
from handlers.chat.places import Place
from tests.platforms.playground.conftest import Notebook, Page, Stage

ROOM = Place("playground", "local", "tema-nett")
FORM = Form("Svar", "answers.send", (Field("text", "Svaret ditt", "text"),), "Send", value="7")


async def test_a_click_carries_the_record_and_its_place(stage: Stage, kari: Page, notebook: Notebook) -> None:
    sent = await stage.playground.send(ROOM, Card("Spørsmål"), key="k1")
    await kari.do("press", channel="tema-nett", message=sent.message, do="questions.follow", value="7")
    event = notebook.last
    assert isinstance(event, Click)
    assert (event.name, event.value, event.message, event.place) == ("questions.follow", "7", sent.message, ROOM)
    assert event.sender.user == "kari"
    assert event.kept_at == ROOM.narrow_to_user("kari")
    await kari.do("press", channel="@kari", message=sent.message, do="questions.follow", value="7", aside=True)
    assert notebook.last.kept_at is None, "the home page shows its answer itself"
    await kari.do("submit", channel="@kari", message=sent.message, do="topics.save", value="3", values={})
    assert isinstance(notebook.last, Submission)
    assert (notebook.last.message, notebook.last.kept_at) == (sent.message, Place("playground", "local", user="kari"))


async def test_a_form_travels_back_and_its_errors_too(kari: Page, notebook: Notebook) -> None:
    notebook.answer = lambda event: Reply(form=FORM) if isinstance(event, Click) else Reply(errors={"text": "Fyll ut."})
    answer = await kari.do("press", channel="tema-nett", do="answers.write", value="7")
    assert answer["form"]["do"] == "answers.send"
    answer = await kari.do("submit", channel="tema-nett", do="answers.send", value="7", values={"text": ""})
    assert answer["errors"] == {"text": "Fyll ut."}
    assert await kari.texts("tema-nett") == []


async def test_a_submission_holds_one_value_or_several(kari: Page, notebook: Notebook) -> None:
    await kari.do("submit", channel="tema-nett", do="topics.save", value="3", values={"a": "x", "b": ["y", "z"]})
    event = notebook.last
    assert isinstance(event, Submission)
    assert (event.name, event.value, event.get_text("a"), event.get_choices("b")) == (
        "topics.save",
        "3",
        "x",
        ("y", "z"),
    )
    assert event.place == ROOM


async def test_a_private_card_is_replaced_and_a_public_one_never(stage: Stage, kari: Page, notebook: Notebook) -> None:
    public = await stage.playground.send(ROOM, Card("Til alle"), key="k1")
    private = await stage.playground.send(ROOM.narrow_to_user("kari"), Card("Til deg"), key="k2")
    notebook.answer = lambda _: build_text_reply("Gjort", replace=True)
    await kari.do("press", channel="tema-nett", message=private.message, do="x.y")
    assert await kari.texts("tema-nett") == ["Til alle", "Gjort"]
    await kari.do("press", channel="tema-nett", message=public.message, do="x.y")
    assert await kari.texts("tema-nett") == ["Til alle", "Gjort", "Gjort"]


async def test_a_private_card_of_somebody_else_is_not_replaced(
    stage: Stage, kari: Page, olav: Page, notebook: Notebook
) -> None:
    private = await stage.playground.send(ROOM.narrow_to_user("kari"), Card("Til Kari"), key="k2")
    notebook.answer = lambda _: build_text_reply("Gjort", replace=True)
    await olav.do("press", channel="tema-nett", message=private.message, do="x.y")
    assert await kari.texts("tema-nett") == ["Til Kari"]
    assert await olav.texts("tema-nett") == ["Gjort"]


async def test_a_click_that_is_sent_twice_is_answered_once(kari: Page, notebook: Notebook) -> None:
    notebook.answer = lambda _: Reply(Card("Svar"))
    press = {"id": "action-press", "channel": "tema-nett", "do": "x.y"}
    await kari.post("press", press)
    await kari.post("press", press)
    assert await kari.texts("tema-nett") == ["Svar"]


async def test_a_click_on_the_home_page_is_answered_over_it_and_kept_in_the_direct_chat(
    kari: Page, notebook: Notebook
) -> None:
    notebook.answer = lambda _: Reply(Card("", (Text("Kort"),)), brief=True)
    assert (await kari.do("press", channel="@kari", do="x.y", aside=True))["brief"] == "Kort"
    assert await kari.texts("@kari") == []
    notebook.answer = lambda _: Reply(Card("Lengre"))
    answer = await kari.do("press", channel="@kari", do="x.y", aside=True)
    assert (answer["shown"], answer["card"]["title"]) == ((await kari.messages("@kari"))[-1]["id"], "Lengre")
    assert await kari.texts("@kari") == ["Lengre"]
    assert notebook.last.direct is True


async def test_a_shortcut_quotes_the_message_and_its_author(kari: Page, olav: Page, notebook: Notebook) -> None:
    await olav.do("write", channel="tema-nett", text="Me løyste det med ein felles målar")
    said = (await kari.messages("tema-nett"))[0]["id"]
    await kari.do("point", message=said, do="solutions.write")
    event = notebook.last
    assert isinstance(event, Click)
    assert (event.name, event.message) == ("solutions.write", "")
    assert event.quoted is not None
    assert event.quoted.author is not None
    assert (event.quoted.text, event.quoted.author.user) == ("Me løyste det med ein felles målar", "olav")
    assert (event.quoted.message, event.quoted.place) == (said, ROOM)


async def test_after_a_shortcut_the_bot_hears_of_changes(kari: Page, notebook: Notebook) -> None:
    await kari.do("write", channel="tema-nett", text="en god idé")
    said = (await kari.messages("tema-nett"))[0]["id"]
    await kari.do("point", message=said, do="solutions.write")
    await kari.do("edit", message=said, text="en bedre idé")
    assert notebook.last.text == "en bedre idé"


async def test_home_and_search_are_answered_in_place(kari: Page, notebook: Notebook) -> None:
    notebook.answer = lambda _: Reply(Card("Hjem"))
    assert await kari.do("home") == {"card": {"title": "Hjem"}}
    assert isinstance(notebook.last, HomeOpened)
    assert await kari.do("search", text="varme") == {"card": {"title": "Hjem"}}
    assert isinstance(notebook.last, Query)
    assert await kari.texts("@kari") == []


async def test_the_bot_greets_a_person_it_has_not_spoken_with(kari: Page, notebook: Notebook) -> None:
    notebook.answer = lambda _: Reply(Card("Velkommen"))
    await kari.do("arrive")
    assert isinstance(notebook.last, Arrived)
    assert await kari.texts("@kari") == ["Velkommen"]
    await kari.do("arrive")
    assert len(notebook.events) == 1


async def test_inviting_the_bot_lets_it_hear_and_taking_it_out_deafens_it(kari: Page, notebook: Notebook) -> None:
    await kari.do("invite", channel="kaffepraten")
    event = notebook.last
    assert isinstance(event, Invited)
    assert (event.added, event.room_name, event.place.channel) == (True, "#kaffepraten", "kaffepraten")
    await kari.do("write", channel="kaffepraten", text="@Arena hei")
    assert len(notebook.events) == 2
    await kari.do("invite", channel="kaffepraten", added=False)
    assert notebook.last.added is False
    assert notebook.last.reply_to == Place("playground", "local", user="kari")
    await kari.do("write", channel="kaffepraten", text="@Arena hei")
    assert len(notebook.events) == 3


async def test_a_new_person_arrives_under_a_name_nobody_has(stage: Stage, kari: Page, notebook: Notebook) -> None:
    first = await kari.do("join", name="Kari", language="nn")
    assert first["user"] == "kari-2"
    second = await kari.do("join", name="Øyvind Ås")
    assert second["user"] == "oyvind-as"
    assert notebook.last.sender.name == "Øyvind Ås"
    assert isinstance(notebook.last, Arrived)


async def test_a_new_channel_is_there_without_the_bot(kari: Page) -> None:
    await kari.do("channel", channel="spillvarme-nord", purpose="For oss på nordsida")
    made = next(one for one in (await kari.read("state"))["channels"] if one["id"] == "spillvarme-nord")
    assert (made["bot"], made["purpose"]) == (False, "For oss på nordsida")
    response = await kari.post("channel", {"id": "action-bad1", "channel": "Med Mellomrom"})
    assert response.status == 400

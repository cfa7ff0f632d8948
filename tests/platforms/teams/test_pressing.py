"""Buttons, dialogs, message actions and searches: what is shown at once, what is posted, and what stays typed."""

from __future__ import annotations

from typing import Any

import pytest

from bot.platforms.teams import answer_times, clicked_messages
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Item, Reply, Text, build_text_reply
from handlers.chat.events import Click, Query, Sender, Submission
from handlers.chat.places import Place
from tests.patience import wait_until
from tests.standins.teams import BOT, CHANNEL, TENANT, Fault, activity

CARD = "application/vnd.microsoft.card.adaptive"
THREAD = f"{CHANNEL};messageid=500"
FORM = Form(
    "Spør nettverket",
    "questions.send",
    submit="Spør",
    value="12",
    note="Kort og konkret.",
    fields=(
        Field("text", "Hva lurer du på?", "text", "hei"),
        Field(
            "topics",
            "Tema",
            "choices",
            required=False,
            options=(("nett", "Nett"), ("vann", "Vann"), ("areal", "Areal")),
        ),
        Field("id", "Når?", "date", required=False),
    ),
)


def execute(
    do: str = "meetings.going", id: str = "4", *, conversation: str = THREAD, data: Any = None, **more
) -> dict[str, Any]:
    action = {"type": "Action.Execute", "verb": do, "data": {"do": do, "id": id} if data is None else data}
    return activity(
        "invoke",
        name="adaptiveCard/action",
        conversation=conversation,
        replyToId="500",
        value={"action": action, "trigger": "manual"},
        **more,
    )


def fetch(do: str = "questions.write", **more) -> dict[str, Any]:
    return activity(
        "invoke",
        name="task/fetch",
        conversation=THREAD,
        replyToId="500",
        value={"data": {"do": do, "id": "9", "type": "task/fetch"}},
        **more,
    )


def submit(data: dict[str, Any], *, name: str = "task/submit", conversation: str = THREAD, **more) -> dict[str, Any]:
    return activity("invoke", name=name, conversation=conversation, value={"data": data, "commandId": "x"}, **more)


def texts(node: Any) -> list[str]:
    """Every text a card shows, top to bottom."""
    if isinstance(node, list):
        return [text for one in node for text in texts(one)]
    if not isinstance(node, dict):
        return []
    own = [node[key] for key in ("text", "title", "label") if isinstance(node.get(key), str)]
    return own + [text for key, value in node.items() if key not in ("data", "msteams") for text in texts(value)]


def find(node: Any, **wanted: Any) -> dict[str, Any]:
    """The first element that has these values."""
    found = [one for one in walk(node) if all(one.get(key) == value for key, value in wanted.items())]
    assert found, wanted
    return found[0]


def walk(node: Any):
    if isinstance(node, dict):
        yield node
        for key, value in node.items():
            if key != "data":
                yield from walk(value)
    elif isinstance(node, list):
        for one in node:
            yield from walk(one)


async def test_a_click_in_a_channel_names_everything_it_concerns(door, desk) -> None:
    await door.invoke(execute())
    (event,) = desk.events
    assert isinstance(event, Click)
    assert (event.name, event.value, event.message, event.direct, event.inline) == (
        "meetings.going",
        "4",
        "500",
        False,
        True,
    )
    assert event.place == Place("teams", TENANT, CHANNEL)
    assert event.reply_to == Place("teams", TENANT, CHANNEL, "500", "29:kari")


async def test_a_short_answer_is_a_toast(door, desk, microsoft) -> None:
    desk.answers.append(build_text_reply("Du er påmeldt."))
    assert await door.invoke(execute()) == {
        "statusCode": 200,
        "type": "application/vnd.microsoft.activity.message",
        "value": "Du er påmeldt.",
    }
    assert desk.posted == []
    assert microsoft.calls == []


async def test_a_longer_answer_to_a_click_in_a_channel_goes_to_the_personal_chat(door, desk) -> None:
    desk.answers.append(Reply(Card("Ditt møte", (Text("a"),))))
    body = await door.invoke(execute())
    assert body["statusCode"] == 200
    assert "chat" in body["value"]
    assert desk.posted[0][0].user == "29:kari"


async def test_a_card_is_never_replaced_for_one_reader_of_a_channel(door, desk) -> None:
    desk.answers.append(Reply(Card("Ny", (Text("a"),)), replace=True))
    assert (await door.invoke(execute()))["type"] == "application/vnd.microsoft.activity.message"
    assert len(desk.posted) == 1


async def test_a_private_card_is_replaced_at_once_and_stays_replaced(door, desk, teams, microsoft) -> None:
    desk.answers.append(Reply(Card("Takk", (Text("a"),)), replace=True))
    body = await door.invoke(execute(conversation="a:chat-of-kari"))
    assert body["type"] == CARD
    assert texts(body["value"])[0] == "Takk"
    await teams._parts.answers.clicked_messages.stop_redraws()
    assert [(call.method, call.path) for call in microsoft.calls] == [
        ("PUT", "/v3/conversations/a:chat-of-kari/activities/500")
    ]


async def test_quick_presses_redraw_the_message_once_also_when_teams_throttles(
    door, desk, teams, microsoft, monkeypatch
) -> None:
    monkeypatch.setattr(clicked_messages, "PAUSES", (2.0, 0.1, 0.1))  # five presses take less, on any machine
    microsoft.faults.append(Fault(429, {}, only="PUT"))
    for n in range(5):
        desk.answers.append(Reply(Card(str(n)), replace=True))
        await door.invoke(execute(conversation="a:chat-of-kari"))
    await teams._parts.answers.clicked_messages.stop_redraws()
    drawn = [texts(call.body["attachments"][0]["content"])[0] for call in microsoft.calls]
    assert drawn == ["4", "4"]


async def test_a_message_that_cannot_be_redrawn_is_left_alone(door, desk, teams, microsoft, monkeypatch) -> None:
    monkeypatch.setattr(clicked_messages, "PAUSES", (0.05, 0.05))
    microsoft.faults.append(Fault(403, {"error": {"code": "MessageWritesBlocked"}}))
    desk.answers.append(Reply(Card("Takk"), replace=True))
    await door.invoke(execute(conversation="a:chat-of-kari"))
    await teams._parts.answers.clicked_messages.stop_redraws()
    assert len(microsoft.calls) == 1


async def test_a_click_that_is_delivered_again_is_answered_and_has_no_effect(door, desk) -> None:
    desk.answers.append(build_text_reply("Du er påmeldt."))
    sent = execute()
    await door.invoke(sent)
    assert (await door.invoke(sent))["statusCode"] == 200
    assert len(desk.events) == 1


@pytest.mark.parametrize(
    "value",
    [
        None,
        5,
        "x",
        [],
        {},
        {"action": None},
        {"action": []},
        {"action": {}},
        {"action": {"data": 5}},
        {"action": {"data": {"do": 5}}},
        {"action": {"data": {"do": ""}, "verb": None}},
    ],
)
@pytest.mark.parametrize(
    "name",
    [
        "adaptiveCard/action",
        "task/fetch",
        "task/submit",
        "composeExtension/fetchTask",
        "composeExtension/submitAction",
        "something/new",
        "",
        None,
    ],
)
async def test_an_invoke_that_makes_no_sense_is_the_clients_mistake(door, desk, name, value) -> None:
    status, body = await door.send(activity("invoke", name=name, value=value))
    assert status == 400
    assert body["statusCode"] == 400
    assert desk.events == []


@pytest.mark.parametrize(
    "form", [None, 5, [], {}, {"title": 5}, {"title": "x", "do": "y", "submit": "z", "fields": [5]}, {"fields": [[[]]]}]
)
async def test_a_form_that_was_tampered_with_is_no_form(door, desk, form) -> None:
    await door.invoke(submit({"do": "questions.send", "id": "1", "form": form, "text": "hei"}))
    assert isinstance(desk.events[0], Click)


async def test_the_verb_stands_in_for_data_without_a_name(door, desk) -> None:
    await door.invoke(execute(data={"id": "7"}))
    await door.invoke(execute(data=None))
    assert [(event.name, event.value) for event in desk.events] == [("meetings.going", "7"), ("meetings.going", "4")]


async def test_a_form_opens_as_a_dialog_with_labelled_inputs(door, desk) -> None:
    desk.answers.append(Reply(form=FORM))
    body = await door.invoke(fetch())
    (event,) = desk.events
    assert (event.name, event.value, event.message, event.reply_to) == ("questions.write", "9", "500", None)
    shown = body["task"]["value"]
    assert (body["task"]["type"], shown["title"], shown["card"]["contentType"]) == ("continue", "Spør nettverket", CARD)
    card = shown["card"]["content"]
    text, topics, when = find(card, id="text"), find(card, id="topics"), find(card, type="Input.Date")
    assert (text["label"], text["isRequired"], text["value"], text["isMultiline"]) == (
        "Hva lurer du på?",
        True,
        "hei",
        True,
    )
    assert text["errorMessage"]
    assert topics["isMultiSelect"]
    assert "isRequired" not in topics
    assert when["id"] not in ("id", "do", "form")
    action = find(card, type="Action.Submit")
    assert (action["title"], action["data"]["do"], action["data"]["id"]) == ("Spør", "questions.send", "12")


async def opened(door, desk, form: Form = FORM) -> dict[str, Any]:
    desk.answers.append(Reply(form=form))
    return (await door.invoke(fetch()))["task"]["value"]["card"]["content"]


async def test_a_filled_form_comes_back_with_its_values(door, desk) -> None:
    data = find(await opened(door, desk), type="Action.Submit")["data"]
    desk.answers.append(build_text_reply("Spørsmålet er sendt."))
    body = await door.invoke(submit({**data, "text": "Hvem?", "topics": "nett,vann", "field_id": "2026-12-01"}))
    assert body == {"task": {"type": "message", "value": "Spørsmålet er sendt."}}
    event = desk.events[-1]
    assert isinstance(event, Submission)
    assert (event.name, event.value) == ("questions.send", "12")
    assert event.values == {"text": "Hvem?", "topics": ("nett", "vann"), "id": "2026-12-01"}
    assert event.place == Place("teams", TENANT, CHANNEL, "500")


async def test_a_card_that_follows_its_record_stays_in_the_chat_after_a_dialog(door, desk) -> None:
    data = find(await opened(door, desk), type="Action.Submit")["data"]
    desk.answers.extend([Reply(posted=True), Reply(posted=True), Reply()])
    ends = [
        (await door.invoke(submit({**data, "text": "Hvem?"}, conversation=where)))["task"]["value"]
        for where in (THREAD, "a:chat-of-kari", "a:chat-of-kari")
    ]
    assert ends == ["Svaret ligg i chatten vår.", "Sjå nedst i chatten.", "Ferdig."]
    event = desk.events[-1]
    assert (event.reply_to, event.kept_at) == (None, Place("teams", TENANT, user="29:kari"))
    assert event.message == "500", "the card that opened it is known: a dialog does not say so itself"


async def test_a_press_says_where_its_answer_stands_and_else_that_it_is_done(door, desk) -> None:
    desk.answers.extend([Reply(Card("L-001", (Text("a"), Text("b")))), Reply()])
    assert (await door.invoke(execute("solutions.open", conversation="a:chat-of-kari")))[
        "value"
    ] == "Sjå nedst i chatten."
    assert (await door.invoke(execute("questions.follow", conversation="a:chat-of-kari")))["value"] == "Ferdig."


async def test_errors_stand_under_their_fields_and_what_was_typed_stays(door, desk) -> None:
    data = find(await opened(door, desk), type="Action.Submit")["data"]
    typed = "<at>Kari</at> {{DATE(2026-01-01,SHORT)}} *kort*"
    desk.answers.append(Reply(errors={"text": "Skriv litt mer.", "ukjent": "Noe annet er galt."}))
    body = await door.invoke(submit({**data, "text": typed, "topics": "vann"}))
    card = body["task"]["value"]["card"]["content"]
    body_of = card["body"]
    under = body_of[[one.get("id") for one in body_of].index("text") + 1]
    assert texts(under) == ["Skriv litt mer."]
    assert under["inlines"][0]["color"] == "Attention"
    assert texts(body_of[0]) == ["Noe annet er galt."]
    assert find(card, id="topics")["value"] == "vann"
    again = {**find(card, type="Action.Submit")["data"], "text": find(card, id="text")["value"], "topics": "vann"}
    await door.invoke(submit(again))
    assert desk.events[-1].values["text"] == typed


async def test_a_dialog_may_show_a_card_whose_buttons_work_in_it(door, desk) -> None:
    data = find(await opened(door, desk), type="Action.Submit")["data"]
    desk.forms.add("solutions.write")
    row = (
        Button("Spør likevel", "questions.ask_anyway", "12"),
        Button("Lagre", "solutions.write", "12"),
        Button("Les", url="https://example.no"),
    )
    desk.answers.append(Reply(Card("Kjente løsninger", (Item("A", "b"), Buttons(row)))))
    shown = (await door.invoke(submit({**data, "text": "Hvem?"})))["task"]["value"]
    assert shown["title"] == "Kjente løsninger"
    assert "Kjente løsninger" not in texts(shown["card"]["content"])
    buttons = [one for one in walk(shown["card"]) if str(one.get("type")).startswith("Action.")]
    assert [button["type"] for button in buttons] == ["Action.Submit", "Action.Submit", "Action.OpenUrl"]
    desk.answers.append(Reply(form=FORM))
    body = await door.invoke(submit(buttons[1]["data"]))
    assert isinstance(desk.events[-1], Click)
    assert desk.events[-1].name == "solutions.write"
    assert body["task"]["value"]["title"] == FORM.title


async def test_a_card_in_place_of_a_form_opens_as_a_dialog_and_a_sentence_closes_it(door, desk) -> None:
    desk.answers.extend([Reply(Card("Ikke nå", (Text("a"),))), build_text_reply("Ikke nå."), None])
    assert (await door.invoke(fetch()))["task"]["type"] == "continue"
    assert (await door.invoke(fetch()))["task"] == {"type": "message", "value": "Ikke nå."}
    assert (await door.invoke(fetch()))["task"]["type"] == "message"


async def test_a_form_that_answers_a_line_of_chat_is_drawn_in_the_chat(door, desk, microsoft, teams) -> None:
    desk.answers.append(Reply(form=FORM))
    await door.send(activity(text="spør"))
    post = microsoft.posts()[-1]
    assert post.path == "/v3/conversations/a:chat-of-kari/activities"
    card = post.body["attachments"][0]["content"]
    action = find(card, type="Action.Execute")
    assert texts(card["body"][0]) == ["Spør nettverket"]
    assert action["verb"] == "questions.send"
    wrong = Reply(errors={"text": "Skriv litt mer."})
    desk.answers.extend([wrong, build_text_reply("Spørsmålet er sendt.")])
    filled = {**action["data"], "text": "x"}
    body = await door.invoke(execute("questions.send", conversation="a:chat-of-kari", data=filled))
    assert body["type"] == CARD
    assert find(body["value"], id="text")["value"] == "x"
    assert "Skriv litt mer." in texts(body["value"])
    body = await door.invoke(execute("questions.send", conversation="a:chat-of-kari", data=filled))
    assert body["type"] == CARD
    assert texts(body["value"]) == ["Spørsmålet er sendt."]
    assert isinstance(desk.events[-1], Submission)
    await teams._parts.answers.clicked_messages.stop_redraws()
    assert microsoft.calls[-1].method == "PUT"


async def test_a_form_of_an_old_client_is_a_submission_and_its_errors_are_posted(door, desk, microsoft) -> None:
    data = find(await opened(door, desk), type="Action.Submit")["data"]
    desk.answers.append(Reply(errors={"text": "Skriv litt mer."}))
    await door.send(activity(value={**data, "text": "x"}, replyToId="500"))
    assert isinstance(desk.events[-1], Submission)
    assert not desk.events[-1].inline
    card = microsoft.posts()[-1].body["attachments"][0]["content"]
    assert "Skriv litt mer." in texts(card)
    assert find(card, id="text")["value"] == "x"


async def test_what_the_dispatcher_could_not_keep_is_said_once(door, desk, microsoft) -> None:
    desk.answers.append(lambda _: Reply(errors={"": "Databasen er borte. Prøv igjen om litt."}))
    await door.send(activity(text="hei"))
    assert "borte" in microsoft.posts()[-1].body["summary"]
    microsoft.faults.append(Fault(403, {}))
    desk.answers.append(Reply(form=FORM))
    assert (await door.send(activity(text="spør")))[0] == 202


def action_on_message(html: str, author: str = "aad-29:kari", **payload) -> dict[str, Any]:
    message = {
        "id": "77",
        "body": {"contentType": "html", "content": html},
        "from": {"user": {"id": author, "displayName": "Ola Berg"}},
        **payload,
    }
    return activity(
        "invoke",
        name="composeExtension/fetchTask",
        conversation=f"{CHANNEL};messageid=70",
        value={"commandId": "solutions.write", "commandContext": "message", "messagePayload": message},
    )


async def test_a_message_action_quotes_the_message_as_text(door, desk) -> None:
    html = (
        "<div><p>Vi brukte &lt;3 MW&gt; &amp;&nbsp;det <b>gikk</b> bra:</p><ul><li>en</li><li>to</li></ul>"
        'linje<br>to <at id="0">Arena</at></div>'
    )
    desk.answers.append(Reply(form=FORM))
    body = await door.invoke(action_on_message(html))
    (event,) = desk.events
    assert isinstance(event, Click)
    assert event.name == "solutions.write"
    assert event.message == ""
    assert event.reply_to is None
    assert event.quoted.text == "Vi brukte <3 MW> & det gikk bra:\n\n- en\n- to\nlinje\nto Arena"
    assert event.quoted.message == "77"
    assert event.quoted.place == Place("teams", TENANT, CHANNEL, "70")
    assert event.quoted.author.user == "29:kari"
    assert body["task"]["type"] == "continue"


async def test_the_author_of_a_quoted_message_is_looked_up_in_the_conversation(door, desk, microsoft) -> None:
    microsoft.members["aad-ola"] = {"id": "29:ola", "name": "Ola Berg"}
    await door.invoke(action_on_message("hei", "aad-ola"))
    await door.invoke(action_on_message("hei", "aad-per"))
    await door.invoke(action_on_message("hei", **{"from": {"application": {"id": "x"}}}))
    authors = [event.quoted.author for event in desk.events]
    assert authors == [
        Sender("teams", TENANT, "29:ola", "Ola Berg", member=True),
        Sender("teams", TENANT, "aad-per", "Ola Berg", unsure=True),
        None,
    ]
    assert f"/v3/conversations/{CHANNEL}/members/aad-ola" in {call.path for call in microsoft.lookups}


async def test_an_action_where_messages_are_written_quotes_nothing(door, desk) -> None:
    await door.invoke(
        activity(
            "invoke",
            name="composeExtension/fetchTask",
            value={"commandId": "questions.write", "commandContext": "compose"},
        )
    )
    assert desk.events[0].quoted is None
    assert desk.events[0].name == "questions.write"


async def test_an_action_is_submitted_like_a_dialog(door, desk) -> None:
    data = find(await opened(door, desk), type="Action.Submit")["data"]
    desk.answers.append(build_text_reply("Takk."))
    body = await door.invoke(submit({**data, "text": "x"}, name="composeExtension/submitAction"))
    assert isinstance(desk.events[-1], Submission)
    assert body == {"task": {"type": "message", "value": "Takk."}}


def search(text: str, **options) -> dict[str, Any]:
    value = {
        "commandId": "solutions.find",
        "parameters": [{"name": "query", "value": text}],
        "queryOptions": {"skip": 0, "count": 25, **options},
    }
    return activity("invoke", name="composeExtension/query", value=value)


async def test_a_search_gives_cards_with_previews(door, desk) -> None:
    hits = tuple(
        Item(
            f"L-{n} <b>",
            "Problemet & løsningen",
            f"merknad {n}",
            (Button("Åpne", "solutions.open", "1"), Button("Les", url="https://example.no")),
        )
        for n in range(30)
    )
    desk.answers.append(Reply(Card("Treff", hits)))
    found = (await door.invoke(search("nett", skip=25)))["composeExtension"]
    (event,) = desk.events
    assert isinstance(event, Query)
    assert (event.name, event.text, event.skip) == ("solutions.find", "nett", 25)
    assert (found["type"], found["attachmentLayout"], len(found["attachments"])) == ("result", "list", 25)
    first = found["attachments"][0]
    assert first["contentType"] == CARD
    assert first["preview"]["content"]["title"] == "L-0 <b>"
    assert "L-0 <b>" in texts(first["content"])
    assert first["preview"]["content"]["text"] == "merknad 0"
    assert [one["type"] for one in walk(first["content"]) if str(one.get("type")).startswith("Action.")] == [
        "Action.OpenUrl"
    ]


async def test_a_search_without_hits_says_so(door, desk) -> None:
    desk.answers.extend([Reply(Card("", (Text("Ingen treff på «xyz»."),))), None])
    assert (await door.invoke(search("xyz")))["composeExtension"] == {
        "type": "message",
        "text": "Ingen treff på «xyz».",
    }
    assert (await door.invoke(search("xyz")))["composeExtension"]["type"] == "message"


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"parameters": 5},
        {"parameters": [5, {"name": "initialRun", "value": "true"}], "queryOptions": []},
        {"commandId": 5, "queryOptions": {"skip": -1}},
    ],
)
async def test_the_first_search_has_no_text(door, desk, value) -> None:
    await door.invoke(activity("invoke", name="composeExtension/query", value=value))
    assert (desk.events[0].text, desk.events[0].skip) == ("", 0)


async def test_slow_answers_and_failures_are_said_in_the_shape_each_invoke_takes(door, desk, monkeypatch) -> None:
    desk.open.clear()
    with monkeypatch.context() as patch:
        patch.setattr(answer_times, "INVOKE", 0.05)
        patch.setattr(answer_times, "SEARCH", 0.05)
        assert (await door.invoke(execute()))["type"] == "application/vnd.microsoft.activity.message"
        assert (await door.invoke(fetch()))["task"]["type"] == "message"
        assert (await door.invoke(search("x")))["composeExtension"]["type"] == "message"
    desk.open.set()
    await wait_until(lambda: len(desk.events) == 3)
    desk.answers.extend([RuntimeError("a bug")] * 2)
    assert (await door.invoke(execute()))["statusCode"] == 200
    assert (await door.invoke(fetch()))["task"]["type"] == "message"


@pytest.mark.parametrize(("locale", "words"), [("en-GB", "That did not work."), ("nn-NO", "Det gjekk ikkje.")])
async def test_a_failure_is_told_in_the_language_of_whoever_pressed(door, desk, locale, words) -> None:
    desk.answers.append(RuntimeError("a bug"))
    answer = await door.invoke(execute(locale=locale))
    assert answer["value"].startswith(words)


def test_the_stand_in_speaks_of_the_same_bot() -> None:
    assert BOT.startswith("28:")

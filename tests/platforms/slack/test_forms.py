"""Forms: the modal opens within Slack's three seconds, and what is filled in comes back."""

from __future__ import annotations

from typing import Any

import pytest

from handlers.chat.cards import Card, Form, Reply, build_text_reply
from handlers.chat.events import Submission
from handlers.chat.places import Place
from tests.platforms.slack.conftest import Desk
from tests.platforms.slack.forms import FORM, VALUES, opened, shown
from tests.platforms.slack.payloads import click, submission
from tests.standins.slack import KARI, TEAM, Failure

ROOM = Place("slack", TEAM, "C1")


async def test_a_modal_is_open_before_the_dispatcher_does_anything(desk: Desk) -> None:
    seen: list[list[str]] = []

    def answer(_: Any) -> Reply:
        seen.append([view["title"]["text"] for view in desk.api.views.values()])
        return Reply(form=FORM)

    desk.dispatch.forms, desk.dispatch.answer = {"answers.write"}, answer
    assert await desk.answer(click("answers.write", "7")) == {}
    view = await desk.api.until(lambda: next((one for one in desk.api.views.values() if one.get("callback_id")), None))
    assert seen == [["Arena"]]
    assert [call.method for call in desk.api.calls[-2:]] == ["views.open", "views.update"]
    assert (view["title"]["text"], view["callback_id"]) == ("Svar", "answers.send")


async def test_a_slow_form_still_opens_at_once(desk: Desk) -> None:
    desk.dispatch.forms = {"answers.write"}
    go_on = desk.dispatch.slowly(Reply(form=FORM))
    assert await desk.answer(click("answers.write", "7")) == {}
    await desk.api.until(lambda: desk.api.views)
    go_on.set()
    await desk.api.until(lambda: next(iter(desk.api.views.values())).get("callback_id"))


@pytest.mark.parametrize("reply", [Reply(Card("Du kan ikke det")), Reply(errors={"x": "Du kan ikke det"}), None])
async def test_where_no_form_came_the_modal_says_why(desk: Desk, reply: Reply | None) -> None:
    desk.dispatch.forms, desk.dispatch.answer = {"answers.write"}, lambda _: reply
    await desk.answer(click("answers.write", "7"))
    await desk.api.until(lambda: desk.api.called("views.update"))
    view = next(iter(desk.api.views.values()))
    assert ("Du kan ikke det" in view["title"]["text"] + shown(view)) == (reply is not None)
    assert "submit" not in view


async def test_a_modal_that_did_not_open_is_not_a_silent_end(desk: Desk) -> None:
    desk.dispatch.forms = {"answers.write"}
    desk.api.fail("views.open", Failure("expired_trigger_id"))
    await desk.answer(click("answers.write", "7", response_url=desk.api.response_url))
    (response, *_) = await desk.api.until(lambda: desk.api.responses)
    assert response["text"]
    (button,) = [one for block in response["blocks"] for one in block.get("elements", ()) if one["type"] == "button"]
    assert (button["action_id"], button["value"]) == ("answers.write", "7")
    assert desk.dispatch.events == []


async def test_why_a_modal_did_not_open_is_told_in_one_s_own_language(desk: Desk) -> None:
    desk.dispatch.forms, desk.dispatch.spoken = {"answers.write"}, "en"
    desk.api.fail("views.open", Failure("expired_trigger_id"))
    await desk.answer(click("answers.write", "7", response_url=desk.api.response_url))
    (response, *_) = await desk.api.until(lambda: desk.api.responses)
    assert response["text"].startswith("The form could not be opened in time.")


async def test_a_filled_form_carries_what_it_was_opened_with(desk: Desk) -> None:
    view = await opened(desk)
    desk.dispatch.answer = lambda _: None
    assert await desk.answer(submission(view, VALUES)) == {}
    event = desk.dispatch.events[-1]
    assert isinstance(event, Submission)
    assert (event.name, event.value, event.place, event.reply_to) == (
        "answers.send",
        "7",
        ROOM,
        ROOM.narrow_to_user(KARI),
    )
    assert (event.get_text("text"), event.get_choices("topic")) == ("Vi gjorde slik", ("a",))


async def test_a_form_sent_twice_after_a_correction_is_two_submissions(desk: Desk) -> None:
    view = await opened(desk)
    await desk.answer(submission(view, VALUES))
    await desk.answer(submission(view, VALUES))
    assert len({event.id for event in desk.dispatch.events[-2:]}) == 2


async def test_errors_stand_at_their_fields_and_the_form_stays(desk: Desk) -> None:
    view = await opened(desk)
    desk.dispatch.answer = lambda _: Reply(errors={"topic": "Velg et tema.", "ukjent": "Noe annet."})
    answer = await desk.answer(submission(view, VALUES))
    assert answer == {"response_action": "errors", "errors": {"topic": "Velg et tema.", "text": "Noe annet."}}


async def test_a_form_may_be_followed_by_another(desk: Desk) -> None:
    view = await opened(desk)
    desk.dispatch.answer = lambda _: Reply(form=Form("Tema", "questions.choose", FORM.fields, "Videre", value="8"))
    answer = await desk.answer(submission(view, VALUES))
    assert (answer["response_action"], answer["view"]["callback_id"]) == ("update", "questions.choose")


async def test_an_apology_is_shown_where_the_person_looks(desk: Desk) -> None:
    view = await opened(desk)
    desk.dispatch.answer = lambda _: build_text_reply("Det gikk ikke nå.")
    answer = await desk.answer(submission(view, VALUES))
    assert answer["response_action"] == "update"
    assert "Det gikk ikke nå." in shown(answer["view"])


async def test_a_form_on_top_of_another_modal_closes_both(desk: Desk) -> None:
    view = await opened(desk)
    desk.dispatch.answer = lambda _: None
    assert await desk.answer(submission(view, VALUES, previous_view_id="V0")) == {"response_action": "clear"}


@pytest.mark.usefixtures("impatient")
async def test_a_slow_submission_says_that_it_works_and_then_what_came_of_it(desk: Desk) -> None:
    view = await opened(desk)
    name = next(name for name, one in desk.api.views.items() if one is view)
    go_on = desk.dispatch.slowly(None)
    answer = await desk.answer(submission({**view, "id": name}, VALUES))
    go_on.set()
    assert answer["response_action"] == "update"
    assert "callback_id" not in answer["view"]
    await desk.api.until(lambda: "callback_id" not in desk.api.views[name])
    assert shown(desk.api.views[name])


@pytest.mark.usefixtures("impatient")
async def test_a_slow_submission_with_errors_gives_the_form_back_as_it_was_filled_in(desk: Desk) -> None:
    view = await opened(desk)
    name = next(name for name, one in desk.api.views.items() if one is view)
    go_on = desk.dispatch.slowly(Reply(errors={"text": "Skriv litt mer."}))
    await desk.answer(submission({**view, "id": name}, {"text": VALUES["text"]}))
    go_on.set()
    again = await desk.api.until(lambda: desk.api.views[name] is not view and desk.api.views[name])
    assert "Skriv litt mer." in shown(again)
    assert again["blocks"][-2]["element"]["initial_value"] == "Vi gjorde slik"
    assert again["callback_id"] == "answers.send"


@pytest.mark.usefixtures("impatient")
async def test_what_a_closed_modal_cannot_show_is_sent(desk: Desk) -> None:
    view = await opened(desk)
    go_on = desk.dispatch.slowly(build_text_reply("Det gikk ikke nå."))
    await desk.answer(submission({**view, "id": "V999"}, VALUES))
    go_on.set()
    sent = await desk.api.until(lambda: desk.api.called("chat.postEphemeral"))
    assert sent[0]["text"] == "Det gikk ikke nå."

"""How a round ends: by its deadline, earlier, later or not at all; with a next step, and totals that show nobody."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.http import data_export
from bot.importers.record_export import export_records
from handlers.policy.rounds.edition_previews import EditionValue, fingerprint_edition
from handlers.policy.rounds.round_totals import build_edition_draft
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.input import answers, asks, crowd, drafts, publishes
from tests.policy import passes, said

Client = TestClient[web.Request, web.Application]
WHERE = "https://arena.test"


async def over(talk: Conversation, clock: Clock) -> None:
    """The Monday after the deadline."""
    clock.set(clock().replace(month=3, day=15, hour=8))
    await passes(talk, clock, minutes=30)


async def test_a_round_nobody_answers_ends_with_a_next_step(
    talk: Conversation, sara: Someone, kari: Someone, clock: Clock
) -> None:
    round = await asks(sara)
    await passes(talk, clock, minutes=5)
    await over(talk, clock)
    assert "Nobody has answered. Extend the deadline" in sara.last.text
    assert ("Extend" in sara.last.labels, "Call off" in sara.last.labels) == (True, True)
    (off,) = [button for button in sara.last.card.list_buttons() if button.do == "rounds.cancel"]
    assert off.confirm == "Call R-1 off? 1 organisation has been asked."
    assert "Closed · deadline Friday 12 March 2027" in kari.last.text
    missed = "Eksempel did not answer before the round closed, 12 March 2027. Do you still want to answer? Sara can"
    for shown in (kari.last.card, (await kari.commands("R-1", "input")).card):
        assert missed in shown.fallback
        assert "Write to Sara" in [button.label for button in shown.list_buttons()]
    assert "Sara can" not in said(await sara.commands("R-1", "input")), "who asks does so with a button"
    assert "Nobody has answered." in said(await sara.commands("", "home"))
    assert "Closed" in said(await sara.commands("R-1", "input"))
    heard = len(kari.sees)
    form = await sara.clicks(sara.last, "Extend")
    assert form.form is not None
    assert "deadline Friday 12 March 2027" in form.form.note
    late = await sara.submits(form, deadline="12 March 2027")
    assert "has already passed" in late.errors["deadline"]
    assert "is not a working day" in (await sara.submits(form, deadline="28 March")).errors["deadline"]
    assert "R-1 can be answered until Friday 9 April 2027." in said(await sara.submits(form, deadline="9 April"))
    await passes(talk, clock, minutes=5)
    assert "The deadline is moved. You have until Friday 9 April 2027 to answer for Eksempel." in kari.last.text
    assert len(kari.sees) == heard + 1
    moved = kari.last
    assert "Eksempel has answered." in said(await answers(kari, round, f1="18"))
    assert moved.text.endswith(": Eksempel has answered, through Kari."), "and no longer that it is open"


async def test_whoever_closes_a_round_is_told_first_how_many_have_not_answered(
    talk: Conversation, sara: Someone, kari: Someone
) -> None:
    async def question() -> str:
        card = (await sara.does("rounds.open", str(round))).card
        return next(button.confirm for button in card.list_buttons() if button.do == "rounds.close")

    round = await asks(sara)
    assert "after that, and 1 organisation has not answered. Close the round?" in await question()
    await answers(kari, round, f1="18")
    assert await question() == "Nobody can answer R-1 after that. Close the round?"


async def test_called_off_nobody_hears_more_of_it(
    talk: Conversation, sara: Someone, kari: Someone, clock: Clock
) -> None:
    round = await asks(sara)
    await passes(talk, clock, minutes=5)
    assert "R-1 is called off." in said(await sara.does("rounds.cancel", str(round)))
    assert "Called off" in kari.last.text
    for _ in range(4):
        await passes(talk, clock, days=3)
    assert len(kari.sees) == 1
    assert "R-1 is called off." in said(await sara.does("rounds.extend", str(round)))
    assert "R-1 is called off." in said(await kari.does("rounds.answer", str(round)))


async def test_nothing_is_told_before_five_have_answered_or_while_one_is_too_large(
    talk: Conversation, sara: Someone, clock: Clock
) -> None:
    people = await crowd(talk, 6)
    round = await asks(sara, fields="Power: number MW\nApplied: choice yes / no")
    for who in people[:4]:
        await answers(who, round, f1="10", f2="0")
    assert "R-1 has already been sent." in said(await publishes(sara, round)), "no totals while it is open"
    assert "4 answered" in said(await sara.does("rounds.close", str(round)))
    assert "There is nothing new to publish." in said(await publishes(sara, round))
    await sara.submits(await sara.does("rounds.extend", str(round)), deadline="30 April")
    await answers(people[4], round, f1="900", f2="0")
    await sara.does("rounds.close", str(round))
    card = said(await publishes(sara, round))
    assert "There is nothing new to publish." in card
    assert "Power: One organisation accounts for more than a quarter of the total" in card
    assert "Applied: 5 of the 9 answers needed" in card
    assert "900" not in said(await people[0].does("rounds.open", str(round)))


async def test_totals_are_shown_before_they_are_published(talk: Conversation, sara: Someone, clock: Clock) -> None:
    people = await crowd(talk, 6)
    round = await asks(sara, fields="Power: number MW\nApplied: choice yes / no\nA case: text\nEnova: scheme")
    for n, who in enumerate(people):
        await answers(who, round, f1=str(10 + n), f2="0", f3=f"Case {n}." if n < 3 else "", shared="unnamed")
    await sara.does("rounds.close", str(round))
    heard = [len(who.sees) for who in people]
    preview = await sara.does("rounds.publish", str(round))
    text = said(preview)
    assert "This will be published. Nothing has been published yet." in text
    assert "Power: 75 MW from 6 answers" in text
    assert "Applied: 6 of the 9 answers needed" in text
    assert "A case: 3 of the 5 answers needed" in text
    assert "Enova: It is published with the scheme" in text
    assert "6 people who have answered get a message." in text
    await passes(talk, clock, days=1)
    assert [len(who.sees) for who in people] == heard, "a look tells nobody"
    assert "Totals, edition" not in said(await people[0].does("rounds.open", str(round)))
    card = said(await sara.clicks(preview, "Publish"))
    assert "Power: 75 MW from 6 answers" in card
    assert "Not shown, since it could reveal what one organisation has answered: Applied." in card


async def test_a_preview_that_is_out_of_date_publishes_nothing(talk: Conversation, sara: Someone) -> None:
    people = await crowd(talk, 7)
    round = await asks(sara, fields="Power: number MW")
    for who in people[:6]:
        await answers(who, round, f1="10")
    await sara.does("rounds.close", str(round))
    old = await sara.does("rounds.publish", str(round))
    await sara.submits(await sara.does("rounds.extend", str(round)), deadline="30 April")
    await answers(people[6], round, f1="12")
    await sara.does("rounds.close", str(round))
    again = await sara.clicks(old, "Publish")
    assert "Something has changed since you looked." in said(again)
    assert "72 MW from 7 answers" in said(again)
    async with talk.database.read() as store:
        assert await store.published_editions.list_editions_of_round(round) == []
    assert "72 MW from 7 answers" in said(await sara.clicks(again, "Publish"))
    assert "There is nothing new to publish." in said(await sara.clicks(again, "Publish")), "pressed twice, one edition"


async def test_answers_of_which_nothing_can_be_told_are_not_used_up(talk: Conversation, sara: Someone) -> None:
    """A choice of which each option would stay untold waits for more answers, and comes into the edition with them."""
    people = await crowd(talk, 12)
    round = await asks(sara, fields="Power: number MW\nApplied: choice yes / no")
    for n, who in enumerate(people[:6]):
        await answers(who, round, f1="10", f2=str(n % 2))
    await sara.does("rounds.close", str(round))
    card = said(await publishes(sara, round))
    assert "60 MW from 6 answers" in card
    assert "Applied: 6 answers" not in card
    await sara.submits(await sara.does("rounds.extend", str(round)), deadline="30 April")
    for n, who in enumerate(people[6:]):
        await answers(who, round, f1="", f2=str(n % 2))
    await sara.does("rounds.close", str(round))
    assert "Applied: 12 answers – yes: 6 · no: 6" in said(await publishes(sara, round))


async def test_an_edition_without_a_figure_is_not_published_whatever_is_pressed(
    talk: Conversation, sara: Someone
) -> None:
    """The preview has no such button; this one knows all the same what it would tell: nothing."""
    people = await crowd(talk, 4)
    round = await asks(sara, fields="Power: number MW")
    for who in people:
        await answers(who, round, f1="10")
    await sara.does("rounds.close", str(round))
    async with talk.database.read() as store:
        found = await store.rounds.find(round)
        assert found is not None
        draft = await build_edition_draft(store, found)
    assert draft.is_empty
    value = EditionValue(round, fingerprint_edition(draft.data, draft.counted)).encode_value()
    assert "There is nothing new to publish." in said(await sara.does("rounds.confirm_publication", value))
    async with talk.database.read() as store:
        assert await store.published_editions.list_editions_of_round(round) == []


async def test_editions_are_told_to_those_who_answered_and_count_each_once(
    talk: Conversation, sara: Someone, clock: Clock
) -> None:
    people = await crowd(talk, 12)
    round = await asks(sara, fields="Power: number MW\nApplied: choice yes / no")
    for n, who in enumerate(people[:6]):
        await answers(who, round, f1=str(10 + n), f2="0")
    await people[6].submits(await people[6].does("rounds.decline", str(round)))
    await sara.does("rounds.close", str(round))
    heard = [len(who.sees) for who in people]
    assert "Power: 75 MW from 6 answers, 12.5 MW on average" in said(await publishes(sara, round))
    await passes(talk, clock, days=1)
    assert [len(who.sees) - n for who, n in zip(people, heard, strict=True)] == [1] * 6 + [0] * 6
    assert "You answered. This was the result:" in people[0].last.text
    assert "There is nothing new to publish." in said(await publishes(sara, round))
    # an answer that is changed after it was counted changes no total, and its writer is told so
    await sara.submits(await sara.does("rounds.extend", str(round)), deadline="30 April")
    assert "totals count what you had answered then" in said(await answers(people[0], round, f1="50"))
    for who in people[7:11]:
        await answers(who, round, f1="20")
    await sara.does("rounds.close", str(round))
    assert "There is nothing new to publish." in said(await publishes(sara, round)), "four are new"
    await sara.submits(await sara.does("rounds.extend", str(round)), deadline="7 May")
    await answers(people[11], round, f1="20")
    await sara.does("rounds.close", str(round))
    await publishes(sara, round)
    seen = said(await people[6].does("rounds.open", str(round)))
    assert "Power: 75 MW from 6 answers" in seen
    assert "Power: 100 MW from 5 answers" in seen
    assert "Each edition counts different organisations, so they can be added up." in seen


async def test_two_rounds_that_ask_for_the_same_are_not_subtracted(
    talk: Conversation, sara: Someone, clock: Clock
) -> None:
    people = await crowd(talk, 7)
    first = await asks(sara, fields="Power today: number MW")
    for who in people[:6]:
        await answers(who, first, f1="10")
    await sara.does("rounds.close", str(first))
    assert "60 MW from 6 answers" in said(await publishes(sara, first))
    echo = await drafts(sara, fields="power today?: number kW")
    assert "asked within the past year: power today?." in said(echo)
    second = await asks(sara, title="Again", fields="power today?: number kW")
    async with talk.database.read() as store:
        (field,) = await store.rounds.list_round_fields(second)
    for who in people:
        await answers(who, second, **{f"f{field.id}": "10 MW"})
    await sara.does("rounds.close", str(second))
    assert "There is nothing new to publish." in said(await publishes(sara, second)), "one is new"
    # a year later it is another fact
    clock.forward(days=400)
    third = await asks(sara, title="Later", fields="Power today: number MW", deadline="in 14 days")
    async with talk.database.read() as store:
        (field,) = await store.rounds.list_round_fields(third)
    for who in people:
        await answers(who, third, **{f"f{field.id}": "10"})
    await sara.does("rounds.close", str(third))
    assert "70 MW from 7 answers" in said(await publishes(sara, third))
    assert "There is nothing new to publish." in said(await publishes(sara, second)), "late is not later"


async def test_words_are_shared_as_their_writers_say(talk: Conversation, sara: Someone) -> None:
    people = await crowd(talk, 6)
    round = await asks(sara, fields="A case: text")
    for n, who in enumerate(people):
        shared = ("private", "unnamed", "named")[n % 3]
        await answers(who, round, f1=f"Case {n}, as Park1 knows.", shared=shared)
    await sara.does("rounds.close", str(round))
    await publishes(sara, round)
    seen = said(await people[0].does("rounds.export", str(round)))
    assert "Case 1, as a member knows." in seen
    assert "A case (Park3): Case 2, as Park1 knows." in seen
    assert "Case 0" not in seen
    assert "Park2" not in seen
    # what is no longer shared is no longer told
    await sara.submits(await sara.does("rounds.extend", str(round)), deadline="30 April")
    await answers(people[1], round, f1="Case 1, as Park1 knows.", shared="private")
    assert "Case 1" not in said(await people[0].does("rounds.export", str(round)))


@pytest.fixture
async def client(talk: Conversation) -> AsyncIterator[Client]:
    """Of the web process of an arena that can sign links."""
    talk.arena = replace(talk.arena, base_url=WHERE)
    talk.dispatcher.arena = talk.courier.arena = talk.arena
    app = web.Application()
    app.add_routes(data_export.build_data_export_routes(talk.database, talk.arena))
    async with TestClient(TestServer(app)) as client:
        yield client


async def addresses(who: Someone, round: int) -> list[str]:
    """Of the table and of the text."""
    reply = await who.does("rounds.export", str(round))
    assert reply.card is not None
    return [button.url.removeprefix(WHERE) for button in reply.card.list_buttons() if button.url]


async def files(client: Client, who: Someone, round: int) -> dict[str, str]:
    """As they are downloaded: "csv" and "md"."""
    found = {}
    for url in await addresses(who, round):
        response, kind = await client.get(url), url.rpartition(".")[2]
        assert response.status == 200
        assert response.headers["Content-Disposition"] == f'attachment; filename="R-1.{kind}"'
        assert response.charset == "utf-8"
        found[kind] = (await response.read()).decode("utf-8")
    return found


async def test_taken_out_as_a_table_without_formulas_and_for_members_without_answers(
    talk: Conversation, client: Client, sara: Someone
) -> None:
    people = await crowd(talk, 6)
    round = await asks(sara, fields="Power: number MW\nApplied: choice =yes / no\nA case: text")
    for n, who in enumerate(people):
        await answers(who, round, f1="10,5", f2=str(n % 2), f3=("=HYPERLINK(0)", "+1", "-1", "@x", "\t=1", "æøå")[n])
    await sara.does("rounds.close", str(round))
    await publishes(sara, round)
    whole = await files(client, sara, round)
    assert whole["csv"].startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(whole["csv"].removeprefix("\ufeff"))))
    assert rows[0][:6] == ["Organisation", "Kind", "Status", "Power (MW)", "Applied", "A case"]
    assert rows[1][:6] == ["Park1", "Industrial park", "has answered", "10.5", "'=yes", "'=HYPERLINK(0)"]
    assert all(not cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row)
    assert "### Park1" in whole["md"]
    async with talk.database.begin() as store:
        (await store.people.load_person(people[0].person_id)).language = "nb"
    told = await files(client, people[0], round)
    assert "Park" not in told["csv"] + told["md"]
    assert "HYPERLINK" not in told["csv"] + told["md"]
    rows = list(csv.reader(io.StringIO(told["csv"].removeprefix("\ufeff")), delimiter=";"))
    assert rows[1][2:] == ["Power", "6", "63,0", "10,5", "MW"]


async def test_a_file_opens_for_its_reader_as_they_are_now_and_for_an_hour(
    talk: Conversation, client: Client, sara: Someone, kari: Someone, ola: Someone, clock: Clock
) -> None:
    round = await asks(sara, who="chosen", organisations="eksempel")
    await answers(kari, round, f1="18")
    url = (await addresses(sara, round))[0]

    async def status(url: str) -> int:
        return (await client.get(url)).status

    assert await status(url) == 200
    assert await status(url.replace(f".{sara.person_id}.", f".{ola.person_id}.")) == 404
    assert await status(url.replace(".csv", ".md")) == 404, "signed for one thing alone"
    async with talk.database.begin() as store:
        (await store.people.load_person(sara.person_id)).role = "member"
    assert await status(url) == 404, "rights are asked anew"
    async with talk.database.begin() as store:
        (await store.people.load_person(sara.person_id)).role = "secretariat"
    assert await status(url) == 200
    clock.forward(hours=2)
    assert await status(url) == 404


async def test_the_command_line_takes_out_what_is_published_and_no_answer(talk: Conversation, sara: Someone) -> None:
    people = await crowd(talk, 6)
    round = await asks(sara, title="=Grid", fields="Power: number MW\nA case: text")
    for who in people:
        await answers(who, round, f1="10", f2="Secret.")
    await sara.does("rounds.close", str(round))
    await publishes(sara, round)
    (row,) = [json.loads(line) for line in await export_records(talk.database, "rounds")]
    assert (row["id"], row["asked"], row["answered"], row["deadline"]) == ("R-1", 6, 6, "2027-03-12")
    assert row["totals"] == ["1. Power: 60 MW from 6 answers, 10 MW on average"]
    assert "Secret" not in str(row)
    assert "'=Grid" in "\n".join(await export_records(talk.database, "rounds", csv=True)), (
        "no formula for a spreadsheet"
    )


async def test_it_is_over_at_midnight_and_told_when_people_are_at_work(
    talk: Conversation, sara: Someone, kari: Someone, clock: Clock
) -> None:
    """The Friday before Holy Week."""
    round = await asks(sara, deadline="19 March")
    clock.set(clock().replace(month=3, day=19, hour=22, minute=50))
    await passes(talk, clock, minutes=5)
    assert "Open" in said(await sara.does("rounds.open", str(round)))
    await passes(talk, clock, minutes=10)
    assert "Closed · deadline Friday 19 March 2027" in said(await sara.does("rounds.open", str(round)))
    assert "R-1" not in "\n".join(post.text for post in sara.sees)
    await passes(talk, clock, days=7)
    assert "R-1" not in "\n".join(post.text for post in sara.sees)
    clock.set(clock().replace(month=3, day=30, hour=8))
    await passes(talk, clock, minutes=5)
    assert "Nobody has answered." in sara.last.text
    async with talk.database.read() as store:
        for audit in talk.courier.router.audits.values():
            assert [line for line in await audit(store, talk.arena) if "round" in line] == []

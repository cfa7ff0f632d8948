"""Inquiries: one text to many parks, a sheet from each, together for whoever asked, and nothing of one for another."""

from __future__ import annotations

import json

import pytest

from bot.importers.network_files import export_network
from handlers.chat.cards import Form, Reply
from handlers.chat.events import Value
from handlers.chat.turn import Arena
from handlers.exchange.inquiries.sheet_export import build_linked_sheets
from handlers.policy.record_retention import forget_organisation_answers
from storage.policy.rounds import CANCELLED
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.exchanges import opens_part
from tests.parks import kari, nils, ola, sara
from tests.policy import passes, said
from tests.word_files import BASE, find_token, read_linked_file

__all__ = ["kari", "nils", "ola", "sara"]
ASKED = "Kunden ser etter over 100 da med kai og 20 MW innen 2029. Rundt 80 ansatte."
INQUIRY: dict[str, Value] = {"title": "Batteri", "why": ASKED, "deadline": "12 March"}


@pytest.fixture
async def liv(talk: Conversation) -> Someone:
    """The contact of a park without plots, who has an investor."""
    return await talk.person("liv", organisation="tredje", contact=True)


async def add_plot(who: Someone, name: str, area: str, **more: str) -> None:
    first = await who.does("plots.write")
    saved = await who.submits(first, name=name, municipality="Testvik", area=area, reach="hidden")
    saved = await who.submits(await opens_part(who, saved, "Quay, railway and road"), quay="yes")
    await who.submits(await opens_part(who, saved, "Grid"), **more)


@pytest.fixture
async def parks(kari: Someone, ola: Someone) -> None:
    """A plot of each: one meets all, the other one is too small; nobody else sees either."""
    await add_plot(kari, "Nordkaia", "120 da", firm_power="25 MW", grid_company="Hemmelinett")
    await add_plot(ola, "Sørkaia", "40 da", firm_power="30 MW", grid_company="Annetnett")


def form_of(reply: Reply) -> Form:
    assert reply.form is not None, reply
    return reply.form


async def send(sara: Someone, **more: Value) -> str:
    """Write an inquiry as the secretariat and send it; its id."""
    draft = await sara.submits(await sara.does("inquiries.write"), **(INQUIRY | more))
    assert draft.card is not None, draft.errors
    id = next(button.value for button in draft.card.list_buttons() if button.do == "rounds.send")
    await sara.clicks(draft, "Send")
    return id


async def read_word(who: Someone, id: str, language: str = "en") -> str:
    """The Word file behind the link that this person gets."""
    token = find_token(await who.does("inquiries.file", id), "inquiry")
    assert await read_linked_file(who.talk, build_linked_sheets, token[:-1] + "x", language) is None
    written = await read_linked_file(who.talk, build_linked_sheets, token, language)
    assert written is not None
    return written


async def test_from_a_pasted_text_to_the_sheets_of_all_parks(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, nils: Someone, parks: None, clock: Clock
) -> None:
    talk.dispatcher.arena = Arena(base_url=BASE, secret=b"x" * 32)
    form = await sara.commands(f"tomt forespørsel {ASKED}", "exchange")
    assert {field.name: field.value for field in form_of(form).fields}["why"] == ASKED
    wrong = await sara.submits(form, title="", why="Enlinjeskjema følger", deadline="")
    assert set(wrong.errors) == {"title", "why", "deadline"}
    draft = await sara.submits(form, title="Batteri", deadline="12 March")
    for line in ("at least 100 da", "quay", "at least 20 MW", "by 2029", "Asks 2 parks:", "Nordkaia: Meets all of it.",
                 "Sørkaia: Misses: area at least 100 da. Has 40 da."):  # fmt: skip
        assert line in said(draft), line
    assert (kari.sees, ola.sees) == ([], []), "nobody is asked before it is sent"
    again = await sara.submits(await sara.clicks(draft, "Change"), title="Batterifabrikk")
    assert "R-1 Batterifabrikk" in said(again)
    assert "Which parks fit?" in said(await sara.does("rounds.open", "1"))
    await sara.clicks(again, "Send")
    await passes(talk, clock, minutes=5)

    assert ASKED in kari.last.text
    assert "The secretariat alone reads your sheet. The other parks do not see it." in kari.last.text
    sheet = await kari.clicks(kari.last, "Answer")
    filled = {field.name: field.value for field in form_of(sheet).fields}
    assert filled["plots"] == ("P-1",), "what fits is chosen already"
    assert set((await kari.submits(sheet, verdict="partly")).errors) == {"missing"}
    assert set((await kari.submits(sheet, verdict="fits", plots=())).errors) == {"plots"}
    assert set((await kari.submits(sheet, verdict="fits", note="Se kabelkart")).errors) == {"note"}
    told = await kari.submits(sheet, verdict="partly", missing="Regulering i 2028", note="Vi har også verksted")
    for line in ("Fits, with something to solve", "P-1 Nordkaia, Testvik", "Regulering i 2028", "Vi har også verksted"):
        assert line in said(told), line
    assert (await kari.does("rounds.answer", "1")).form is None, "an inquiry has a form of its own"
    await ola.submits(await ola.clicks(ola.last, "Do not answer"), reason="For lite areal")

    together = await sara.does("inquiries.sheets", "1")
    for line in ("Eksempel: Fits, with something to solve", "Dømeøyra: will not answer", "120 da",
                 "What is missing: Regulering i 2028"):  # fmt: skip
        assert line in said(together), line
    plot = await kari.does("plots.grid", "1")
    await kari.submits(plot, grid_company="Nyttnett")
    written = await read_word(sara, "1")
    assert "Hemmelinett" in written, "a sheet stays as it was sent"
    assert "Nyttnett" not in written
    assert "Fits, with something to solve" in written
    assert "Passer, med noe å løse" in await read_word(sara, "1", "nb")
    assert "Regulering i 2028" in await read_word(nils, "1"), "a colleague reads their own park's"


async def test_a_sheet_that_is_answered_where_the_inquiry_is_shown_stands_there_alone(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, parks: None, clock: Clock
) -> None:
    for platform in talk.platforms.values():
        platform.names_chats = True
    await send(sara)
    await passes(talk, clock, minutes=5)
    for who, label, values in ((kari, "Answer", {"verdict": "fits"}), (ola, "Do not answer", {"reason": "For lite"})):
        who.keeps = True
        await who.says("innspill R-1")
        heard, shown = len(who.sees), who.last
        told = await who.submits(await who.clicks(shown, label), **values)
        assert (len(who.sees), told) == (heard, Reply()), "the message that was clicked says it"
        assert "through Kari" in shown.text or "says Ola" in shown.text


async def test_nothing_of_one_park_reaches_another(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, parks: None, clock: Clock
) -> None:
    talk.dispatcher.arena = Arena(base_url=BASE, secret=b"x" * 32)
    id = await send(sara)
    await passes(talk, clock, minutes=5)
    await kari.submits(await kari.does("inquiries.answer", id), verdict="fits", note="Hemmelig linje")
    await ola.submits(await ola.does("inquiries.answer", id), verdict="unfit", missing="Bare 40 da")
    await sara.does("rounds.close", id)
    await passes(talk, clock, days=3)
    shown = [post.text for post in ola.sees] + [
        said(await ola.does(name, id))
        for name in ("rounds.open", "rounds.export", "inquiries.sheets", "rounds.answers")
    ]
    shown += [said(await ola.commands("R-1", "input")), said(await ola.commands("", "home")), await read_word(ola, id)]
    shown.append(said(await ola.does("moderation.more", f"round:{id}")))
    for word in ("Nordkaia", "Hemmelinett", "Hemmelig linje", "Eksempel:", "P-1"):
        assert word not in "\n".join(shown), word
    assert "Bare 40 da" in "\n".join(shown), "its own it does see"
    published = await sara.does("rounds.publish", id)
    assert "Publish" not in [button.label for button in (published.card.list_buttons() if published.card else ())]


@pytest.mark.draws("inquiries.news", "inquiries.request")
async def test_a_contact_asks_through_the_secretariat_and_gets_the_sheets(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, liv: Someone, parks: None, clock: Clock
) -> None:
    none = await liv.submits(await liv.does("inquiries.write"), **INQUIRY)
    assert "No park has a plot that fits." in none.errors["organisations"], "hidden plots tell a member nothing"
    async with talk.database.read() as store:
        ids = tuple(str(one.id) for one in await store.organisations.list_all_organisations())
    draft = await liv.submits(await liv.does("inquiries.write"), **INQUIRY, organisations=ids)
    assert "The secretariat reads it before anybody is asked." in said(draft)
    assert "Nordkaia" not in said(draft)
    await liv.does("rounds.send", "1")
    await passes(talk, clock, minutes=5)
    assert kari.sees == [], "a contact sends nothing by herself"
    assert "asks you to send it to the parks" in sara.last.text
    await sara.clicks(await sara.clicks(sara.last, "Read it"), "Send")
    await passes(talk, clock, minutes=5)
    assert "2 parks are asked" in liv.last.text
    assert "Tredje, who asks for an investor, and the secretariat read your sheet." in kari.last.text
    await kari.submits(await kari.clicks(kari.last, "Answer"), verdict="fits")
    assert "Nordkaia" in said(await liv.does("inquiries.sheets", "1"))
    assert "Nordkaia" not in said(await ola.does("inquiries.sheets", "1"))
    clock.set(clock().replace(day=15))
    await passes(talk, clock, minutes=5)
    assert "1 of 2 have answered" in liv.last.text
    assert "Nordkaia" in said(await liv.clicks(liv.last, "The sheets"))
    async with talk.database.begin() as store:
        tredje = await store.organisations.find_organisation_by_code("tredje")
        assert tredje is not None
        await forget_organisation_answers(store, tredje.id)
    assert "Nordkaia" not in said(await liv.does("inquiries.sheets", "1")), (
        "an organisation that has left reads nothing"
    )


async def test_the_secretariat_drops_a_contacts_inquiry_and_she_is_told(
    talk: Conversation, sara: Someone, kari: Someone, liv: Someone, parks: None, clock: Clock
) -> None:
    async with talk.database.read() as store:
        eksempel = await store.organisations.find_organisation_by_code("eksempel")
    assert eksempel is not None
    await liv.submits(await liv.does("inquiries.write"), **INQUIRY, organisations=(str(eksempel.id),))
    await sara.does("rounds.drop", "1")
    await passes(talk, clock, minutes=5)
    assert "The secretariat has called the inquiry off." in liv.last.text
    assert kari.sees == []
    async with talk.database.read() as store:
        round = await store.rounds.find(1)
        assert round is not None
        assert round.state == CANCELLED
    lines = list(await export_network(talk.database))
    (row,) = [json.loads(line) for line in lines if '"code": "R-1"' in line or '"id": "R-1"' in line]
    assert (row["form"], row["inquirer"]) == ("inquiry", "tredje")

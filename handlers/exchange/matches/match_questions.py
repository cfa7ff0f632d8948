"""Carry questions and answers between two sides that do not know each other; the sender sees first what goes."""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers.access import rights
from handlers.chat import outgoing
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Part, Quote, Reply, Text, build_text_reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router, draw_withheld
from handlers.chat.say import Say
from handlers.chat.turn import Arena, Turn, View
from handlers.exchange.matches.giveaways import find_giveaways
from handlers.exchange.matches.match_requests import may_ask
from handlers.exchange.matches.match_sides import (
    AskedSide,
    build_side_subject,
    list_side_contacts,
    list_side_ties,
    load_asked_side,
)
from storage.directory.people import Person
from storage.exchange.listings import NEED, OFFER
from storage.exchange.match_questions import QUESTION, MatchQuestion
from storage.exchange.matches import CLOSED, GRID_TALK, NO, ListingMatch
from storage.kit.database import Store
from storage.kit.parent_locks import lock_parent

router = Router()
#: how long something that was not sent is kept
UNSENT = timedelta(days=7)


class MatchQuestionCard(CardArguments, frozen=True):
    template = "exchange.question"

    question: int


@router.on(Click, "exchange.ask", opens=True)
async def on_match_ask_open(event: Click, turn: Turn) -> Reply:
    side = await load_asked_side(turn, event.value)
    await _need_asking(turn, side)
    return Reply(form=_draw_form(turn, side))


async def _need_asking(turn: Turn, side: AskedSide) -> None:
    if not await may_ask(turn.store, side):
        raise UserError(turn.say("Nothing can be asked about this match now."))


def _draw_form(turn: Turn, side: AskedSide, text: str = "") -> Form:
    say = turn.say
    hint = say("You see it before it is sent. Leave out names and places.")
    field = Field("text", say("What do you want to say?"), "text", text, hint, most=QUESTION)
    return Form(say("Write without a name"), "exchange.ask", (field,), say("Preview"), str(side.vote.id))


@router.on(Submission, "exchange.ask")
async def on_match_ask_submit(event: Submission, turn: Turn) -> Reply:
    """Show the exact text, and what in it would tell who wrote it. Nothing is sent yet."""
    side, say = await load_asked_side(turn, event.value), turn.say
    await _need_asking(turn, side)
    text = event.get_text("text")[:QUESTION].strip()
    if not text:
        raise UserError("", {"text": say("Write what you want to say.")})
    question = await turn.store.match_questions.add(
        MatchQuestion(
            match_id=side.match.id, side=side.vote.side, organisation_id=side.vote.organisation_id, text=text,
            by_id=turn.person.id,
        )
    )  # fmt: skip
    parts: list[Part] = [
        Text(say("This is what the other side will read:")),
        Quote(text, name_side(say, side.match, question.side)),
    ]
    found = find_giveaways(text, await _list_own_names(turn, side))
    if found:
        parts.append(Text(say("This may tell who you are: {found}.", found=say.listed(found)), "strong"))
    send = say("Send it anyway") if found else say("Send it")
    row = (
        Button(send, "exchange.ask_send", str(question.id), "" if found else "primary"),
        Button(say("Write it anew"), "exchange.ask_anew", str(question.id)),
    )
    return Reply(Card("", (*parts, Buttons(row))))


async def _list_own_names(turn: Turn, side: AskedSide) -> list[str]:
    """Return names that would tell the side: of its organisation, its people, its site and where that is."""
    store, match = turn.store, side.match
    organisation = await store.organisations.find(side.vote.organisation_id)
    listing = await store.listings.find(match.get_listing_id(side.vote.side))
    site = await store.sites.find(listing.site_id) if listing is not None else None
    people = await store.memberships.list_confirmed_members(side.vote.organisation_id)
    return [
        *((organisation.name, organisation.place) if organisation else ()),
        *((site.name, site.municipality) if site else ()),
        *(person.name for person in people),
    ]


@router.on(Click, "exchange.ask_anew", opens=True)
async def on_match_ask_anew(event: Click, turn: Turn) -> Reply:
    """Open the form with what was written, so that one word can be changed."""
    question, side = await _load_written_question(turn, event.value)
    await _need_asking(turn, side)
    return Reply(form=_draw_form(turn, side, question.text))


async def _load_written_question(turn: Turn, value: str) -> tuple[MatchQuestion, AskedSide]:
    """Return what somebody of this side has written, and the side. Raises Missing."""
    asked = await turn.store.match_questions.find(parse_id(value))
    question, match = await lock_parent(turn.store.matches, asked, lambda one: one.match_id)
    votes = await turn.store.match_votes.map_votes(match.id) if match is not None else {}
    vote = votes.get(question.side) if question is not None else None
    rights.need_reader(turn, question is not None and vote is not None, turn.say("I cannot find that match."))
    assert question is not None
    assert vote is not None
    return question, await load_asked_side(turn, str(vote.id))


@router.on(Click, "exchange.ask_send")
async def on_match_ask_send(event: Click, turn: Turn) -> Reply:
    """Send it to the other side's contacts, unless that side has refused; the sender is told the same."""
    question, side = await _load_written_question(turn, event.value)
    await _need_asking(turn, side)
    if question.sent_at is None:
        question.sent_at = turn.now
        votes = await turn.store.match_votes.map_votes(question.match_id)
        other = votes[NEED if question.side == OFFER else OFFER]
        if other.vote != NO and side.match.stage != CLOSED:
            await _post_question(turn.store, AskedSide(side.match, other), question)
    return build_text_reply(turn.say("Sent, without your name. An answer comes here."), replace=event.direct)


async def post_waiting_questions(store: Store, match: ListingMatch, since: datetime) -> None:
    """Post what was sent since then, while the match was closed and its writer could not know that."""
    votes = await store.match_votes.map_votes(match.id)
    for question in await store.match_questions.list_sent_questions(match.id, since):
        other = votes.get(NEED if question.side == OFFER else OFFER)
        if other is not None:
            await _post_question(store, AskedSide(match, other), question)


async def _post_question(store: Store, to: AskedSide, question: MatchQuestion) -> None:
    contacts = await list_side_contacts(store, to.match, to.vote.side)
    for person in {one.id: one for one in (*contacts, *await _list_askers(store, to))}.values():
        key, subject = f"match:question:{question.id}:{person.id}", f"{build_side_subject(to.vote)}:questions"
        await outgoing.post_to_person(store, person, MatchQuestionCard(question.id), key=key, subject=subject)


async def _list_askers(store: Store, side: AskedSide) -> list[Person]:
    """Return who has written for the side, and was told that an answer comes to them."""
    people = [
        await store.people.find(id) for id in await store.match_questions.list_asker_ids(side.match.id, side.vote.side)
    ]
    return [one for one in people if one is not None and await list_side_ties(store, one, side.match, side.vote.side)]


def name_side(say: Say, match: ListingMatch, side: str) -> str:
    """Return who speaks, as the other side may know it."""
    if match.purpose == GRID_TALK:
        return say("the other one who needs")
    return say("the one who offers") if side == OFFER else say("the one who needs")


@router.card(MatchQuestionCard)
async def draw_match_question(view: View[MatchQuestionCard]) -> Card | None:
    question, say = await view.store.match_questions.find(view.args.question), view.say
    match = await view.store.matches.find(question.match_id) if question is not None else None
    if question is None or match is None or view.person is None:
        return draw_withheld(view)
    mine = NEED if question.side == OFFER else OFFER
    vote = (await view.store.match_votes.map_votes(match.id)).get(mine)
    if vote is None or not await list_side_ties(view.store, view.person, match, mine):
        return draw_withheld(view)
    listing = await view.store.listings.find(match.get_listing_id(mine))
    parts: list[Part] = [Quote(question.text, name_side(say, match, question.side))]
    if listing is not None:
        parts.insert(0, Text(say("About the possible match for {code}:", code=listing.code)))
    if await may_ask(view.store, AskedSide(match, vote)):
        parts.append(Buttons((Button(say("Answer without a name"), "exchange.ask", str(vote.id), "primary"),)))
    return Card("", tuple(parts))


@router.every("20 4 * * *", "exchange.unsent")
async def forget_unsent_questions(store: Store, _arena: Arena) -> None:
    await store.match_questions.delete_unsent_questions(store.now - UNSENT)

"""Report: an organisation says once a year whether a scheme hits, with a reason, and who may read it."""

from __future__ import annotations

from handlers import rights
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Part, Quote, Reply, Text, note
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.competition import hint
from handlers.contacts.writing import button as write_button
from handlers.members.belonging import where_button
from handlers.organisation_answers.button_values import AnswerValue, read_answer
from handlers.organisation_answers.organisation_pages import choose_organisation
from handlers.rounds import words
from handlers.schemes import counting, keeping
from handlers.schemes.meant import reportable, represented
from storage.organisations import Organisation
from storage.rounds import PRIVATE, UNNAMED
from storage.schemes import Scheme

router = Router()
REASON = 1000


@router.on(Click, "schemes.report", opens=True)
async def write(event: Click, turn: Turn) -> Reply:
    scheme, say = await reportable(turn, event.value), turn.say
    house = await _house_or_card(turn, scheme, event.value)
    if isinstance(house, Reply):
        return house
    now = await turn.store.schemes.report(scheme.id, house.id, keeping.year_of(turn.arena, turn.now))
    fields = (
        Field(
            "verdict", say("Does {scheme} hit what you need?", scheme=scheme.name), "choice",
            now.verdict if now else "", options=tuple(words.verdicts(say).items()),
        ),
        Field("reason", say("Why?"), "text", now.reason if now else "", required=False, most=REASON),
        Field(
            "shared", say("Who may read your words?"), "choice", now.shared if now else PRIVATE,
            say("That it hits or misses is only told as a count of at least nine organisations."),
            options=tuple(words.shares(say).items()),
        ),
    )  # fmt: skip
    title = say("Hits or misses")
    return Reply(
        form=Form(
            title, "schemes.report", fields, say("Send"), AnswerValue(scheme.id, house.id).write(), note=house.name
        )
    )


@router.on(Submission, "schemes.report")
async def report(event: Submission, turn: Turn) -> Reply:
    """The scheme is held: nobody publishes in between."""
    scheme, say = await reportable(turn, event.value, lock=True), turn.say
    house = await _house_or_card(turn, scheme, event.value)
    if isinstance(house, Reply):
        return house
    verdict, reason, shared = event.text("verdict"), event.text("reason")[:REASON], event.text("shared")
    wrong = {}
    if verdict not in words.verdicts(say):
        wrong["verdict"] = say("Choose one of these.")
    if shared == UNNAMED and house.name.casefold() in reason.casefold():
        wrong["reason"] = say("Leave out the name {organisation}: you share it without.", organisation=house.name)
    if wrong:
        raise UserError("", wrong)
    await keeping.keep(turn, scheme.id, house, verdict, reason, shared if shared in words.shares(say) else PRIVATE)
    year = keeping.year_of(turn.arena, turn.now)
    parts: list[Part] = [Text(f"{house.name}: {words.verdicts(say)[verdict]}")]
    parts += [Quote(reason)] if reason else []
    parts.append(Text(say("You can change it; it is counted once in {year}.", year=year), "subtle"))
    if house.id in await turn.store.editions.counted(counting.key(scheme.id, year)):
        parts.append(Text(say("Totals that are out count what you had answered then, and do not change."), "subtle"))
    row = (
        Button(say("Change"), "schemes.report", AnswerValue(scheme.id, house.id).write()),
        Button(say("Show"), "schemes.open", str(scheme.id)),
    )
    return Reply(Card(scheme.name, (*parts, *hint(say, reason), Buttons(row))))


async def _house_or_card(turn: Turn, scheme: Scheme, value: str) -> Organisation | Reply:
    """The organisation that somebody speaks for here; a card where they speak for none, or for several."""
    say, houses = turn.say, await represented(turn, value)
    if len(houses) > 1:
        value_of = AnswerValue(scheme.id, skip=read_answer(value).skip)
        return choose_organisation(say, houses, "schemes.report", value_of)
    if houses:
        turn.ties.add(rights.REPRESENTATIVE)
        return houses[0]
    house = await turn.store.organisations.find(turn.person.stands_for)
    if house is None:
        text = say("An organisation says it by its contact or deputy. Say where you belong first.")
        return Reply(Card("", (Text(text), Buttons((where_button(turn),)))))
    people = [one for one in await turn.store.organisations.representatives(house.id) if not one.guest]
    if not people:
        text = say(
            "Nobody acts for {organisation} yet. Ask the secretariat to name a contact.", organisation=house.name
        )
        return note(text)
    names = say.listed([one.name for one in people])
    text = say("{names} can say it for {organisation}.", names=names, organisation=house.name)
    return Reply(Card("", (Text(text), Buttons(tuple(write_button(say, one) for one in people[:3])))))

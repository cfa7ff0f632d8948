"""Cards: the one that each who acts for an organisation has of a round, to answer on; redrawn when anything changes."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Facts, Part, Text
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn, View
from handlers.directory.naming import signature
from handlers.notifications import chains
from handlers.policy.organisation_answers.button_values import AnswerValue
from handlers.policy.rounds import asked, words
from handlers.policy.rounds.deadlines import is_open
from storage.directory.organisations import Organisation
from storage.kit.database import Store
from storage.policy.rounds import ANSWERED, ASKED, CANCELLED, DRAFT, Round, RoundAnswer

router = Router()


async def redraw(store: Store, round_id: int) -> None:
    """Every card of every organisation."""
    await store.session.flush()
    for organisation_id in sorted(await store.rounds.asked(round_id)):
        await chains.redraw(store, words.subject(round_id, organisation_id))


@router.card("rounds.asked")
async def draw(view: View) -> Card | None:
    """To one who acts for the organisation: what is asked, or how it stands once something was said."""
    store, say, out = view.store, view.say, bool(view.delivery.message or view.delivery.told_in_id)
    round, house = await store.rounds.find(view["round"]), await store.organisations.find(view["organisation"])
    answer = await store.rounds.answer(view["round"], view["organisation"])
    if round is None or house is None or answer is None or view.person is None or round.state == DRAFT:
        return None
    if view.person.guest or not await store.organisations.represents(view.person.id, house.id):
        return None
    title, open_now = f"{round.code} {round.title}", is_open(round, view.arena, view.now)
    if not open_now or answer.state != ASKED:
        return Card(title, tuple(await standing(view, round, house, answer))) if out else None
    lead: list[Part] = [Text(say("{organisation} is asked for input.", organisation=house.name))]
    if "by" in view.delivery.args:
        by = await signature(store, view["by"], None, say)
        lead.append(Text(say("{name} asks you to answer for {organisation}.", name=by, organisation=house.name)))
    parts = await asked.core(view, round, await store.rounds.fields(round.id))
    hint = Text(say("An organisation answers once, and can change it until the deadline."), "subtle")
    return Card(title, (*lead, *parts, hint, Buttons(buttons(say, round, house))))


async def standing(at: Turn | View, round: Round, house: Organisation, answer: RoundAnswer) -> list[Part]:
    """What an organisation has said, and what it may still do."""
    say, fields = at.say, await at.store.rounds.fields(round.id)
    parts: list[Part] = [Text(words.state_line(at, round), "subtle")]
    if answer.state == ASKED:
        text = say("{organisation} has not answered.", organisation=house.name)
    else:
        by = await signature(at.store, answer.person_id, None, say)
        text = (
            say("{organisation} has answered, by {name}.", organisation=house.name, name=by)
            if answer.state == ANSWERED
            else say("{organisation} does not answer, says {name}.", organisation=house.name, name=by)
        )
    parts.append(Text(text))
    rows = words.lines(say, fields, answer)
    parts += [Facts(tuple(rows))] if rows else []
    if answer.state == ANSWERED and words.has_words(fields):
        parts.append(Text(say("Who may read the words: {who}", who=words.shares(say)[answer.shared]), "subtle"))
    row = [Button(say("Show"), "rounds.open", str(round.id))]
    if is_open(round, at.arena, at.now):
        label = say("Answer") if answer.state != ANSWERED else say("Change")
        row.insert(0, Button(label, "rounds.answer", AnswerValue(round.id, house.id).write()))
    return [*parts, *([] if round.state == CANCELLED else [Buttons(tuple(row))])]


def buttons(say: Say, round: Round, house: Organisation) -> tuple[Button, ...]:
    """*Svar · Avstå · Gi videre til vara*."""
    value = AnswerValue(round.id, house.id).write()
    return (
        Button(say("Answer"), "rounds.answer", value, "primary"),
        Button(say("Do not answer"), "rounds.decline", value),
        Button(say("Pass it to the deputy"), "rounds.pass", value),
    )

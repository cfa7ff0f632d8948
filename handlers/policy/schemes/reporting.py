"""Report: an organisation says once a year whether a scheme hits, with a reason, and who may read it."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Field, Form, Part, Quote, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.moderation.competition import hint
from handlers.policy.organisation_answers.button_values import AnswerValue
from handlers.policy.organisation_answers.recording import describe_repeat, draw_colleague_news, record_answer
from handlers.policy.organisation_answers.speakers import choose_speaker
from handlers.policy.rounds import words
from handlers.policy.schemes import counting, keeping
from handlers.policy.schemes.lookup import load_open_scheme
from handlers.policy.schemes.report_kind import REPORTS
from storage.directory.organisations import Organisation
from storage.policy.rounds import PRIVATE, UNNAMED
from storage.policy.schemes import Scheme, SchemeReport

router = Router()
REASON = 1000


@router.on(Click, "schemes.report", opens=True)
async def write(event: Click, turn: Turn) -> Reply:
    scheme, say = await load_open_scheme(turn, event.value), turn.say
    house = await choose_speaker(REPORTS, turn, scheme, event.value, "schemes.report")
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
    scheme, say = await load_open_scheme(turn, event.value, lock=True), turn.say
    house = await choose_speaker(REPORTS, turn, scheme, event.value, "schemes.report")
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
    shared = shared if shared in words.shares(say) else PRIVATE
    said = keeping.write_report(turn, scheme.id, house, verdict, reason, shared)
    repeated = await record_answer(REPORTS, turn, scheme, house, said, verdict)
    if repeated is not None:
        repeated.round_id = None  # said by itself, it stays when the answer to a round goes
    return Reply(await _draw_report(turn, scheme, house, said, repeated))


async def _draw_report(
    turn: Turn, scheme: Scheme, house: Organisation, said: SchemeReport, repeated: SchemeReport | None
) -> Card:
    say, parts = turn.say, list[Part]()
    if repeated is not None:
        parts.append(Text(await describe_repeat(REPORTS, turn, house, repeated)))
    parts.append(Text(f"{house.name}: {words.verdicts(say)[said.verdict]}"))
    parts += [Quote(said.reason)] if said.reason else []
    year = keeping.year_of(turn.arena, turn.now)
    parts.append(Text(say("You can change it; it is counted once in {year}.", year=year), "subtle"))
    if house.id in await turn.store.editions.counted(counting.key(scheme.id, year)):
        parts.append(Text(say("Totals that are out count what you had answered then, and do not change."), "subtle"))
    row = (
        Button(say("Change"), "schemes.report", AnswerValue(scheme.id, house.id).write()),
        Button(say("Show"), "schemes.open", str(scheme.id)),
    )
    return Card(scheme.name, (*parts, *hint(say, said.reason), Buttons(row)))


@router.card("schemes.colleague")
async def draw_colleague(view: View) -> Card | None:
    return await draw_colleague_news(REPORTS, view, "schemes.open", view["by"])

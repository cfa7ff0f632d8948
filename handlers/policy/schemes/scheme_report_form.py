"""Report once a year whether a scheme meets the needs of an organisation.

A report has a reason, and who may read it.
"""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Field, Form, Part, Quote, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.moderation.competition import draw_competition_hint
from handlers.policy.organisation_answers.answer_recording import (
    describe_repeated_answer,
    draw_colleague_news,
    record_answer,
)
from handlers.policy.organisation_answers.button_values import AnswerValue
from handlers.policy.organisation_answers.speakers import choose_speaker
from handlers.policy.rounds import round_texts
from handlers.policy.schemes import scheme_reports, scheme_totals
from handlers.policy.schemes.lookup import load_open_scheme
from handlers.policy.schemes.report_kind import REPORTS, ReportChangeNotice
from storage.directory.organisations import Organisation
from storage.policy.rounds import PRIVATE, UNNAMED
from storage.policy.schemes import Scheme, SchemeReport

router = Router()
REASON = 1000


@router.on(Click, "schemes.report", opens=True)
async def on_scheme_report_open(event: Click, turn: Turn) -> Reply:
    scheme, say = await load_open_scheme(turn, event.value), turn.say
    organisation = await choose_speaker(REPORTS, turn, scheme, event.value, "schemes.report")
    if isinstance(organisation, Reply):
        return organisation
    now = await turn.store.schemes.find_scheme_report(
        scheme.id, organisation.id, scheme_reports.get_report_year(turn.arena, turn.now)
    )
    fields = (
        Field(
            "verdict", say("Does {scheme} meet your needs?", scheme=scheme.name), "choice",
            now.verdict if now else "", options=tuple(round_texts.list_verdict_labels(say).items()),
        ),
        Field("reason", say("Why?"), "text", now.reason if now else "", required=False, most=REASON),
        Field(
            "shared", say("Who can read your text?"), "choice", now.shared if now else PRIVATE,
            say("Whether it works is shown only as a count from at least nine organisations."),
            options=tuple(round_texts.list_sharing_labels(say).items()),
        ),
    )  # fmt: skip
    title = say("Report experience")
    return Reply(
        form=Form(
            title,
            "schemes.report",
            fields,
            say("Send"),
            AnswerValue(scheme.id, organisation.id).encode_value(),
            note=organisation.name,
        )
    )


@router.on(Submission, "schemes.report")
async def on_scheme_report_submit(event: Submission, turn: Turn) -> Reply:
    """Record the report under the row lock of the scheme: nobody publishes in between."""
    scheme, say = await load_open_scheme(turn, event.value, lock=True), turn.say
    organisation = await choose_speaker(REPORTS, turn, scheme, event.value, "schemes.report")
    if isinstance(organisation, Reply):
        return organisation
    verdict, reason, shared = event.get_text("verdict"), event.get_text("reason")[:REASON], event.get_text("shared")
    wrong = {}
    if verdict not in round_texts.list_verdict_labels(say):
        wrong["verdict"] = say("Choose one of these.")
    if shared == UNNAMED and organisation.name.casefold() in reason.casefold():
        wrong["reason"] = say(
            "Leave out the name {organisation}: your organisation shares without its name.",
            organisation=organisation.name,
        )
    if wrong:
        raise UserError("", wrong)
    shared = shared if shared in round_texts.list_sharing_labels(say) else PRIVATE
    said = scheme_reports.build_scheme_report(turn, scheme.id, organisation, verdict, reason, shared)
    repeated = await record_answer(REPORTS, turn, scheme, organisation, said, verdict)
    if repeated is not None:
        repeated.round_id = None  # now independent: kept when the round's answers are deleted
    return Reply(await _draw_recorded_report(turn, scheme, organisation, said, repeated))


async def _draw_recorded_report(
    turn: Turn, scheme: Scheme, organisation: Organisation, said: SchemeReport, repeated: SchemeReport | None
) -> Card:
    say, parts = turn.say, list[Part]()
    if repeated is not None:
        parts.append(Text(await describe_repeated_answer(REPORTS, turn, organisation, repeated)))
    parts.append(Text(f"{organisation.name}: {round_texts.list_verdict_labels(say)[said.verdict]}"))
    parts += [Quote(said.reason)] if said.reason else []
    year = scheme_reports.get_report_year(turn.arena, turn.now)
    parts.append(Text(say("You can change it; it is counted once in {year}.", year=year), "subtle"))
    if organisation.id in await turn.store.published_editions.list_organisations_counted_in(
        scheme_totals.build_scheme_key(scheme.id, year)
    ):
        parts.append(Text(say("Published totals count what you had answered then, and do not change."), "subtle"))
    row = (
        Button(say("Change"), "schemes.report", AnswerValue(scheme.id, organisation.id).encode_value()),
        Button(say("Show"), "schemes.open", str(scheme.id)),
    )
    return Card(scheme.name, (*parts, *draw_competition_hint(say, said.reason), Buttons(row)))


@router.card(ReportChangeNotice)
async def draw_scheme_colleague_card(view: View[ReportChangeNotice]) -> Card | None:
    return await draw_colleague_news(REPORTS, view, view.args, "schemes.open")

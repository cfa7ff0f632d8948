"""Answer an inquiry on one sheet: the plots that a park can offer, what is missing, and a line of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from handlers.chat.cards import Card, Field, Form, Reply, Text
from handlers.chat.errors import Missing, UserError
from handlers.chat.events import Click, Submission
from handlers.chat.rich_text.plain_text import spell_out_links
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.exchange.inquiries.park_fits import INQUIRY_TEXT
from handlers.exchange.plots.plot_facts import encode_fact_value, read_plot_values
from handlers.exchange.plots.plot_hits import find_plots
from handlers.exchange.plots.plot_labels import title_plot
from handlers.exchange.plots.plot_search import load_plot_sights
from handlers.exchange.plots.plot_wishes import read_plot_query
from handlers.exchange.power_sensitive_details import add_power_sensitive_faults
from handlers.moderation.competition.competition_texts import draw_competition_hint
from handlers.policy.organisation_answers.answer_recording import describe_repeated_answer, record_answer
from handlers.policy.organisation_answers.button_values import AnswerValue
from handlers.policy.organisation_answers.speakers import choose_speaker
from handlers.policy.rounds import cards
from handlers.policy.rounds.inquirers import describe_sheet_readers
from handlers.policy.rounds.lookup import load_open_round
from handlers.policy.rounds.round_answer_kind import ROUND_ANSWERS
from handlers.policy.rounds.round_texts import list_answer_subjects
from handlers.policy.rounds.sheets import PARTLY, UNFIT, PlotSheet, encode_sheet, label_verdicts, read_sheet
from storage.directory.organisations import Organisation
from storage.exchange.plots import OPEN, Plot
from storage.policy.rounds import ANSWERED, INQUIRY, PRIVATE, Round, RoundAnswer, RoundField

router = Router()
ANSWER = "inquiries.answer"
#: characters of what is missing, and of the free line; plots to choose from
WORDS, MOST_PLOTS = 600, 60


@router.on(Click, ANSWER, opens=True)
async def on_inquiry_sheet_open(event: Click, turn: Turn) -> Reply:
    """Open the sheet, filled with what was said, or with the plots that fit."""
    round = await _load_inquiry(turn, event.value, lock=False)
    organisation = await choose_speaker(ROUND_ANSWERS, turn, round, event.value, ANSWER)
    if isinstance(organisation, Reply):
        return organisation
    field, say = await _load_sheet_field(turn, round), turn.say
    answer = await turn.store.rounds.find_round_answer(round.id, organisation.id)
    said = read_sheet(field, answer) if answer is not None else None
    plots, fitting = await _list_own_plots(turn, round, organisation)
    readers = await describe_sheet_readers(turn, round)
    lead = say("For {organisation}, until {day}. {why}", organisation=organisation.name,
               day=say.format_day(round.deadline), why=readers)  # fmt: skip
    value = AnswerValue(round.id, organisation.id).encode_value()
    form = Form(round.title, ANSWER, _draw_sheet_fields(turn, plots, fitting, said), say("Send"), value, note=lead)
    return Reply(form=form)


def _draw_sheet_fields(
    turn: Turn, plots: Sequence[Plot], fitting: Sequence[str], said: PlotSheet | None
) -> tuple[Field, ...]:
    say = turn.say
    chosen = {*said.plots} if said is not None else {*fitting}
    options = tuple((plot.code, title_plot(say, plot)) for plot in plots)
    hint = say("All that is written down of a plot you choose goes with the sheet, as it is now.")
    offered = Field(
        "plots", say("Which plots can you offer?"), "choices", tuple(code for code, _ in options if code in chosen),
        hint, required=False, options=options,
    )  # fmt: skip
    return (
        Field("verdict", say("Does it fit?"), "choice", said.verdict if said else "",
              options=tuple(label_verdicts(say).items())),
        *((offered,) if options else ()),
        Field("missing", say("What is missing, or has to be solved?"), "text", said.missing if said else "",
              required=False, most=WORDS),
        Field("note", say("Anything else?"), "text", said.note if said else "", required=False, most=WORDS),
    )  # fmt: skip


@router.on(Submission, ANSWER)
async def on_sheet_submit(event: Submission, turn: Turn) -> Reply:
    """Record the sheet under the row lock of the round: a colleague's is changed, and they are told."""
    round = await _load_inquiry(turn, event.value, lock=True)
    organisation = await choose_speaker(ROUND_ANSWERS, turn, round, event.value, ANSWER)
    if isinstance(organisation, Reply):
        return organisation
    field = await _load_sheet_field(turn, round)
    plots, _ = await _list_own_plots(turn, round, organisation)
    sheet = _parse_sheet(event, turn, {plot.code: plot for plot in plots})
    said = RoundAnswer(
        round_id=round.id, organisation_id=organisation.id, state=ANSWERED, given=encode_sheet(field, sheet),
        shared=PRIVATE, reason="", person_id=turn.person.id,
    )  # fmt: skip
    repeated = await record_answer(ROUND_ANSWERS, turn, round, organisation, said, ANSWERED)
    parts = await cards.draw_answer_standing(turn, round, organisation, repeated or said)
    if repeated is not None:
        parts.insert(0, Text(await describe_repeated_answer(ROUND_ANSWERS, turn, organisation, repeated)))
    hint = draw_competition_hint(turn.say, f"{sheet.missing}\n{sheet.note}")
    shown_by = () if hint or repeated is not None else list_answer_subjects(round.id, organisation.id)
    return Reply(Card(f"{round.code} {round.title}", (*parts, *hint)), shown_by=shown_by)


def _parse_sheet(event: Submission, turn: Turn, plots: Mapping[str, Plot]) -> PlotSheet:
    """Return the sheet, with what is known of each plot now. Raise UserError with what is wrong at each field."""
    say, wrong, verdict = turn.say, dict[str, str](), event.get_text("verdict")
    missing, note = (spell_out_links(event.get_text(name).strip())[:WORDS] for name in ("missing", "note"))
    chosen = [code for code in plots if code in event.get_choices("plots")] if verdict != UNFIT else []
    if verdict not in label_verdicts(say):
        wrong["verdict"] = say("Choose one of these.")
    elif verdict == PARTLY and not missing:
        wrong["missing"] = say("Say what has to be solved.")
    elif verdict != UNFIT and not chosen and plots:
        wrong["plots"] = say("Choose at least one plot, or say that it does not fit.")
    elif verdict != UNFIT and not chosen and not note:
        wrong["note"] = say("No plot of yours is written down here. Say what you can offer.")
    add_power_sensitive_faults(say, {"missing": missing, "note": note}, wrong)
    if wrong:
        raise UserError("", wrong)
    known = {code: {key: encode_fact_value(value) for key, value in read_plot_values(plots[code]).items()}
             for code in chosen}  # fmt: skip
    return PlotSheet(verdict, known, missing, note)


async def _load_inquiry(turn: Turn, value: str, *, lock: bool) -> Round:
    round = await load_open_round(turn, value, lock=lock)
    if round.form != INQUIRY:
        raise Missing(turn.say("I cannot find that inquiry."))
    return round


async def _load_sheet_field(turn: Turn, round: Round) -> RoundField:
    return (await turn.store.rounds.list_round_fields(round.id))[0]


async def _list_own_plots(turn: Turn, round: Round, organisation: Organisation) -> tuple[list[Plot], list[str]]:
    """Return the organisation's plots, those that fit first, and the codes of these."""
    found = await turn.store.plots.list_plots_of_organisations([organisation.id])
    plots = {plot.id: plot for plot in found if plot.state == OPEN}
    sights = await load_plot_sights(turn, plots)
    query = read_plot_query(round.why, {place for sight in sights for place in sight.places}, INQUIRY_TEXT)
    hits = [hit.sight.id for hit in find_plots(sights, query.wishes)] if query.wishes else []
    ordered = [plots[id] for id in hits] + [plot for id, plot in plots.items() if id not in hits]
    return ordered[:MOST_PLOTS], [plots[id].code for id in hits]

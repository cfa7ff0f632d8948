"""Answer with one tap how far an organisation has come, and choose who sees its name."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Field, Part, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.directory.display_names import format_signature
from handlers.library.solutions.forms import draw_new_solution_form
from handlers.policy.organisation_answers.answer_recording import record_answer
from handlers.policy.organisation_answers.button_values import AnswerValue
from handlers.policy.organisation_answers.speakers import choose_speaker
from handlers.policy.rounds import adoption_planners, adoption_standing
from handlers.policy.rounds.adoption_labels import ACTIONS, label_adoption_states, label_name_sharing
from handlers.policy.rounds.adoption_standing import get_adoption_state
from handlers.policy.rounds.lookup import load_open_round, load_visible_round
from handlers.policy.rounds.question_matching import list_matching_counted_ids
from handlers.policy.rounds.round_answer_kind import ROUND_ANSWERS
from storage.directory.organisations import Organisation
from storage.kit.database import Store
from storage.policy.rounds import (
    ADOPTION,
    ADOPTION_STATES,
    ANSWERED,
    DECLINED,
    DONE,
    NAMED,
    PEERS,
    PLANNED,
    PRIVATE,
    UNNAMED,
    Round,
    RoundAnswer,
)

router = Router()
_STATES = {action: state for state, action in ACTIONS.items()}
#: action of a button -> who sees the name
_SHARING = {"rounds.named": NAMED, "rounds.peers": PEERS, "rounds.unnamed": PRIVATE}
#: actions that answer with one tap
ONE_TAP = (*_STATES, *_SHARING)


async def on_adoption_answer(event: Click, turn: Turn) -> Reply:
    """Record the answer at the first tap. The name stays as it was shown, at first to the secretariat alone."""
    round, organisation = await _load_adoption_speaker(event, turn)
    if isinstance(organisation, Reply):
        return organisation
    return await _record_adoption(turn, round, organisation, _STATES[event.name], None)


async def on_adoption_name(event: Click, turn: Turn) -> Reply:
    """Show the name of the organisation, or hide it again."""
    round, organisation = await _load_adoption_speaker(event, turn)
    if isinstance(organisation, Reply):
        return organisation
    state = await _load_said_state(turn, round, organisation)
    return await _record_adoption(turn, round, organisation, state, _SHARING[event.name])


async def _load_said_state(turn: Turn, round: Round, organisation: Organisation) -> str:
    """Return how far the organisation has come. Raise UserError before it has said so."""
    answer = await turn.store.rounds.find_round_answer(round.id, organisation.id)
    state = get_adoption_state(answer) if answer is not None else ""
    if not state:
        raise UserError(turn.say("Say first how far you have come."))
    return state


@router.on(Click, "rounds.confirm")
async def on_adoption_confirm(event: Click, turn: Turn) -> Reply:
    """Keep what was said for another year, as it stands now."""
    round, organisation = await _load_adoption_speaker(event, turn)
    if isinstance(organisation, Reply):
        return organisation
    state = await _load_said_state(turn, round, organisation)
    return await _record_adoption(turn, round, organisation, state, None)


for _do in ACTIONS.values():
    router.on(Click, _do)(on_adoption_answer)
for _do in _SHARING:
    router.on(Click, _do)(on_adoption_name)


async def answer_from_form(event: Submission, turn: Turn, round: Round, organisation: Organisation) -> Reply:
    """Record an answer from the form, which asks for the state and the name at once."""
    fields = await turn.store.rounds.list_round_fields(round.id)
    state, wanted = event.get_text(f"f{fields[0].id}"), event.get_text("shared")
    if state not in ADOPTION_STATES:
        raise UserError("", {f"f{fields[0].id}": turn.say("Choose one of these.")})
    return await _record_adoption(turn, round, organisation, state, wanted if wanted in _SHARING.values() else None)


def draw_sharing_field(say: Say, answer: RoundAnswer) -> Field:
    labels = label_name_sharing(say)
    now = PRIVATE if answer.shared == UNNAMED else answer.shared
    options = tuple((shared, labels[shared]) for shared in (PRIVATE, PEERS, NAMED))
    return Field("shared", say("Who sees your name?"), "choice", now, options=options)


async def _load_adoption_speaker(event: Click, turn: Turn) -> tuple[Round, Organisation | Reply]:
    round = await load_open_round(turn, event.value)
    if round.form != ADOPTION:
        raise UserError(turn.say("I cannot find that round."))
    return round, await choose_speaker(ROUND_ANSWERS, turn, round, event.value, event.name)


async def _record_adoption(
    turn: Turn, round: Round, organisation: Organisation, state: str, wanted: str | None
) -> Reply:
    """Record the answer under the row lock of the round. Who says the same again confirms it."""
    field = (await turn.store.rounds.list_round_fields(round.id))[0]
    before = await turn.store.rounds.find_round_answer(round.id, organisation.id)
    counted = organisation.id in await list_matching_counted_ids(turn.store, field)
    met = adoption_standing.list_met_planners(
        await adoption_standing.list_adopters(turn.store, round.id), organisation.id
    )
    shared = settle_name_sharing(before.shared if before else PRIVATE, wanted, state, met=bool(met))
    if counted and shared in (NAMED, PEERS):
        raise UserError(
            turn.say(
                "{organisation} is counted without its name in totals that are published, so its name stays out of"
                " this round.",
                organisation=organisation.name,
            )
        )
    said = RoundAnswer(
        round_id=round.id, organisation_id=organisation.id, state=ANSWERED, given={str(field.id): state},
        shared=shared, reason="", person_id=turn.person.id,
    )  # fmt: skip
    repeated = await record_answer(ROUND_ANSWERS, turn, round, organisation, said, state)
    if repeated is not None:
        repeated.said_at = turn.now
        await ROUND_ANSWERS.redraw_organisation_answer(turn.store, round, organisation.id)
    await adoption_planners.notify_planners(turn, round, organisation)
    return Reply(await _draw_recorded_adoption(turn, round, organisation, state, shared, counted=counted))


async def settle_declined_sharing(store: Store, round: Round, organisation: Organisation) -> str:
    """Return who sees the name of an organisation that takes its answer back: nobody, and it is counted no more."""
    before = await store.rounds.find_round_answer(round.id, organisation.id)
    adopters = await adoption_standing.list_adopters(store, round.id)
    met = adoption_standing.list_met_planners(adopters, organisation.id)
    return settle_name_sharing(before.shared if before else PRIVATE, PRIVATE, DECLINED, met=bool(met))


def settle_name_sharing(before: str, wanted: str | None, state: str, *, met: bool) -> str:
    """Return who sees the name from now on.

    A name that others have seen, and no longer see, is counted in no total: they could subtract it.
    """
    if wanted is None:
        wanted = PRIVATE if before in (PRIVATE, UNNAMED) else before
    if wanted == PEERS and (state != PLANNED or before in (NAMED, UNNAMED)):
        wanted = PRIVATE
    if wanted == PRIVATE and (before in (NAMED, UNNAMED) or met):
        return UNNAMED
    return wanted


async def _draw_recorded_adoption(
    turn: Turn, round: Round, organisation: Organisation, state: str, shared: str, *, counted: bool
) -> Card:
    """Draw what was understood, who sees it, and the next step that it leads to."""
    say, value = turn.say, AnswerValue(round.id, organisation.id).encode_value()
    parts: list[Part] = [Text(f"{organisation.name}: {label_adoption_states(say)[state]}")]
    parts.append(Text(label_name_sharing(say)[shared], "subtle"))
    parts += await adoption_planners.draw_met_planners(turn, round, organisation)
    parts.append(Text(say("You can change it at any time. In a year I ask whether it is still true."), "subtle"))
    row = [Button(say("Save a solution"), "rounds.solution", str(round.id), "primary")] if state == DONE else []
    if state == PLANNED and shared == PRIVATE and not counted:
        row.append(Button(say("Meet others who plan it"), "rounds.peers", value, "primary"))
    if shared != NAMED and not counted:
        row.append(Button(say("Show our name"), "rounds.named", value))
    if shared in (NAMED, PEERS):
        row.append(Button(say("Hide our name"), "rounds.unnamed", value))
    row += [Button(say("Change"), "rounds.answer", value), Button(say("Show"), "rounds.open", str(round.id))]
    return Card(f"{round.code} {round.title}", (*parts, Buttons(tuple(row))))


@router.on(Click, "rounds.solution", opens=True)
async def on_adoption_solution_open(event: Click, turn: Turn) -> Reply:
    """Open the form of a new solution, with what was asked as its problem."""
    round = await load_visible_round(turn, event.value)
    topic = await turn.store.topics.find(round.topic_id)
    contact = await format_signature(turn.store, turn.person.id, turn.person.stands_for, turn.say)
    words = {"problem": round.title, "topic": topic.slug if topic else "", "contact": contact}
    return Reply(form=await draw_new_solution_form(turn, "solutions.save", words, "", None))

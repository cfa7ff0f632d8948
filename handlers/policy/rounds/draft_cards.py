"""Draw the draft of a round in full as it will be asked, with whom it asks."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat.cards import Button, Buttons, Card, Part, Text
from handlers.chat.turn import Turn
from handlers.policy.organisation_answers.representatives import can_reach_organisation
from handlers.policy.rounds import question_matching, round_fields, round_questions, round_recipients
from storage.directory.organisations import Organisation
from storage.policy.rounds import INQUIRY, Round, RoundField

#: maximum number of names listed
NAMES = 30


async def draw_round_draft(
    turn: Turn, draft: Round, lines: Sequence[RoundField], organisations: Sequence[Organisation]
) -> Card:
    """Draw the whole draft and its recipients.

    Unreachable organisations are named while something can be done about it.
    """
    say = turn.say
    silent = [one.name for one in organisations if not await can_reach_organisation(turn.store, one.id)]
    names = say.listed([one.name for one in organisations[:NAMES]])
    more = f" {say('and {n} more', n=len(organisations) - NAMES)}" if len(organisations) > NAMES else ""
    count = say.many(
        "Asks {n} organisation: {names}", "Asks {n} organisations: {names}", len(organisations), names=names
    )
    parts: list[Part] = [Text(say("Nobody has been asked yet. This is how it looks:"), "subtle")]
    parts += await round_questions.draw_round_questions(turn, draft, lines)
    parts.append(Text(f"{count}{more}"))
    if silent:
        parts.append(Text(say("No contact for {names} can be reached yet.", names=say.listed(silent[:NAMES]))))
    parts += await _draw_repeated_questions(turn, draft, lines)
    parts += round_fields.draw_competition_hints(say, f"{draft.title}\n{draft.why}", lines)
    return Card(f"{draft.code} {draft.title}", (*parts, *_draw_draft_buttons(turn, draft)))


def _draw_draft_buttons(turn: Turn, draft: Round) -> list[Part]:
    """Draw what the secretariat may do; nothing for those whom an inquiry is for."""
    say, id = turn.say, str(draft.id)
    if not turn.person.secretariat:
        return []
    fits, change = Button(say("Which parks fit?"), "inquiries.draft", id), Button(say("Change"), "rounds.redo", id)
    row = (
        Button(say("Send"), "rounds.send", id, "primary"),
        fits if draft.form == INQUIRY else change,
        Button(say("Do not send it"), "rounds.drop", id, "danger", say("Discard what you wrote?")),
    )
    return [Buttons(row)]


async def _draw_repeated_questions(turn: Turn, draft: Round, lines: Sequence[RoundField]) -> list[Part]:
    """Draw the questions that were asked within a year: they count as one question.

    An organisation that is counted in one round is not counted in the other.
    """
    labels: list[str] = []
    for line in lines:
        others = [
            one for one in await question_matching.list_matching_fields(turn.store, line) if one.round_id != draft.id
        ]
        labels += [line.label] if others else []
    if not labels:
        return []
    text = turn.say(
        "Already asked within the past year: {names}. An organisation counted in the totals of that round is"
        " not counted again.",
        names=turn.say.listed(labels),
    )
    return [Text(text, "subtle")]


async def draw_stored_draft(turn: Turn, draft: Round) -> Card:
    """Draw a stored draft as it will be asked."""
    organisations = await round_recipients.resolve_recipients(turn, draft.audience) or []
    return await draw_round_draft(turn, draft, await turn.store.rounds.list_round_fields(draft.id), organisations)

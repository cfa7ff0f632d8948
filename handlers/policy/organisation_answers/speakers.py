"""Choose for which organisation somebody speaks: the one that a button names, or the only one they represent."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat.cards import Reply
from handlers.chat.errors import UserError
from handlers.chat.turn import Turn
from handlers.policy.organisation_answers.answer_kind import A, AnswerKind, R
from handlers.policy.organisation_answers.button_values import parse_answer_value
from handlers.policy.organisation_answers.mandates import draw_mandates
from handlers.policy.organisation_answers.organisation_pages import choose_organisation
from storage.directory.organisations import Organisation


async def choose_speaker(
    kind: AnswerKind[R, A], turn: Turn, record: R, value: str, do: str, *, strict: bool = False
) -> Organisation | Reply:
    """Return the organisation, or what to show first: the representatives, another text, or the choice among
    several.

    `strict` is for actions of representatives alone: NotAllowed is raised for others. Otherwise UserError is
    raised if the named organisation is no longer theirs.
    """
    speaking, carried = await kind.list_speaking_organisations(turn, record), parse_answer_value(value, kind.bare)
    named = [organisation for organisation in speaking if carried.organisation in (None, organisation.id)]
    if strict:
        await rights.need_right(turn, *((rights.REPRESENTATIVE,) if named else ()))
    if not speaking:
        return Reply(await draw_mandates(kind, turn, record))
    changed = await kind.draw_text_change(turn, record, value)
    if changed is not None:
        return Reply(changed)
    if not named:
        raise UserError(turn.say("You no longer act for that organisation."))
    turn.ties.add(rights.REPRESENTATIVE)
    if len(named) > 1:
        return choose_organisation(turn.say, named, do, kind.build_answer_value(record, skip=carried.skip))
    return named[0]

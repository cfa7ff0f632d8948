"""Link a round to the policy issue or the consultation that its answers are for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers.access.option_fields import draw_option_field
from handlers.chat.cards import Field, OptionSource
from handlers.chat.errors import UserError
from handlers.chat.events import Submission
from handlers.chat.turn import ReaderContext, RenderContext, Turn
from handlers.policy.consultations.lookup import may_see_consultation
from handlers.policy.issues.lookup import may_see_issue
from handlers.policy.rounds.lookup import may_see_round
from storage.directory.organisations import Organisation
from storage.policy.consultations import OPEN as ASKING
from storage.policy.consultations import Consultation
from storage.policy.issues import OPEN as STANDING
from storage.policy.issues import Issue
from storage.policy.rounds import Round

_CODE = re.compile(r"([shSH])\s*+-?\s*+(\d{1,6})")
#: the search that finds one as somebody types
PURPOSE_SEARCH = "rounds.find_purpose"


async def draw_purpose_fields(turn: Turn, draft: Round | None) -> tuple[Field, ...]:
    """Draw the choice; nothing where there is none. What the draft is for stays, also once it is closed."""
    found = await _find_round_purpose(turn, draft) if draft else None
    options = await list_purpose_options(turn)
    if found is not None and found.code not in dict(options):
        options.append((found.code, f"{found.code} {found.title}"))
    if not options:
        return ()
    label, chosen = turn.say("Which issue or consultation is it for?"), (found.code,) if found else ()
    return (draw_option_field("code", label, options, OptionSource(PURPOSE_SEARCH), chosen=chosen),)


async def list_purpose_options(turn: Turn) -> list[tuple[str, str]]:
    """Return open issues and consultations as (code, code and title)."""
    viewer = await turn.store.audiences.build_viewer(turn.person)
    issues = await turn.store.issues.list_issues_in_states(STANDING, viewer)
    consultations = await turn.store.consultations.list_consultations_in_states((ASKING,), viewer)
    found: list[Issue | Consultation] = [*issues, *consultations]
    return [(one.code, f"{one.code} {one.title}") for one in found]


async def parse_purpose_field(
    turn: Turn, event: Submission, organisations: Sequence[Organisation]
) -> Issue | Consultation | None:
    """Return an open issue or consultation that all who are asked may see.

    Raise UserError at the field for anything else.
    """
    text, say = event.get_text("code"), turn.say
    if not text:
        return None
    found = await _find_purpose_by_code(turn, text)
    if found is None or found.state not in (*STANDING, ASKING):
        raise UserError("", {"code": say("I cannot find an open issue or consultation {code}.", code=text)})
    seeing = await turn.store.audiences.list_organisation_ids_in_audience(found.reach_id)
    outside = [one.name for one in organisations if one.id not in seeing]
    if outside:
        values = {"code": found.code, "names": say.listed(outside[:3])}
        raise UserError("", {"code": say("Not all you ask may see {code}: {names}.", **values)})
    return found


def set_round_purpose(draft: Round, purpose: Issue | Consultation | None) -> None:
    draft.issue_id = purpose.id if isinstance(purpose, Issue) else None
    draft.consultation_id = purpose.id if isinstance(purpose, Consultation) else None


async def describe_round_purpose(at: ReaderContext, round: Round) -> list[tuple[str, str]]:
    """Return label and name if the reader may see the purpose, else an empty list."""
    say, found = at.say, await _find_round_purpose(at, round)
    if found is None:
        return []
    if isinstance(found, Issue):
        sees, label = await may_see_issue(at.store, at.person, found), say("About issue")
    else:
        sees, label = await may_see_consultation(at.store, at.person, found), say("About consultation")
    return [(label, f"{found.code} {found.title}")] if sees else []


async def describe_rounds_for(
    at: ReaderContext, *, issue_id: int | None = None, consultation_id: int | None = None
) -> str:
    """Return the rounds that were asked for the issue or consultation, as far as this person is asked too."""
    found = await at.store.rounds.list_rounds_about(issue_id=issue_id, consultation_id=consultation_id)
    return ", ".join([f"{one.code} {one.title}" for one in found if await may_see_round(at.store, at.person, one)])


async def _find_round_purpose(at: RenderContext, round: Round) -> Issue | Consultation | None:
    issue = await at.store.issues.find(round.issue_id)
    return issue or await at.store.consultations.find(round.consultation_id)


async def _find_purpose_by_code(turn: Turn, text: str) -> Issue | Consultation | None:
    match = _CODE.fullmatch(text.strip())
    if match is None:
        return None
    if match[1].casefold() == "h":
        return await turn.store.consultations.find_coded_consultation(f"H-{int(match[2])}")
    return await turn.store.issues.find_coded_issue(f"S-{int(match[2])}")

"""Change the audience of a published issue. Its cards stay in the rooms within the new audience."""

from __future__ import annotations

from handlers.access.visibility import audience_fields, audience_texts
from handlers.chat.cards import Form, Reply, build_text_reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.policy.issues.issue_publication import move_issue_cards
from handlers.policy.issues.lookup import load_issue_to_steer
from storage.access.audiences import SECRETARIAT, Audience
from storage.kit.database import Store
from storage.policy.issue_log import REACH, IssueLogEntry
from storage.policy.issues import Issue

router = Router()


@router.on(Click, "issues.reach", opens=True)
async def on_issue_reach_open(event: Click, turn: Turn) -> Reply:
    issue, say = await load_issue_to_steer(turn, event.value, lock=False), turn.say
    fields = await audience_fields.draw_audience_fields(turn, await turn.store.audiences.find(issue.reach_id))
    title, about = say("Who may see it?"), f"{issue.code} {issue.title}"
    return Reply(form=Form(title, "issues.reach", fields, say("Save"), str(issue.id), note=about))


@router.on(Submission, "issues.reach")
async def on_issue_reach_submit(event: Submission, turn: Turn) -> Reply:
    """Post the card to rooms within the new audience, and delete it from the others.

    No message is sent about it.
    """
    issue, say = await load_issue_to_steer(turn, event.value), turn.say
    audience = await audience_fields.parse_audience_fields(turn, event)
    id = audience.id if audience else None
    if id == issue.reach_id:
        return build_text_reply(say("Nothing was changed."))
    if audience is not None:
        await _require_no_agenda_item(turn, issue)
        await _require_involved_organisations(turn, issue, audience)
    issue.reach_id = id
    await turn.store.issue_log.add_issue_log_entry(
        IssueLogEntry(issue_id=issue.id, kind=REACH, person_id=turn.person.id)
    )
    await move_issue_cards(turn.store, issue)
    seen = await audience_texts.describe_audience_size(turn.store, id, say)
    return build_text_reply(say("You changed who can see {code}. {seen}", code=issue.code, seen=seen))


async def _require_no_agenda_item(turn: Turn, issue: Issue) -> None:
    """Raise UserError if an agenda item or proposal names the issue: everybody invited reads an agenda."""
    if await turn.store.agenda.has_agenda_item_of_issue(issue.id):
        text = turn.say("It is on the agenda of a meeting, or proposed for one, so all members may see it.")
        raise UserError("", {"reach": text})


async def _require_involved_organisations(turn: Turn, issue: Issue, audience: Audience) -> None:
    outside = await list_excluded_organisations(turn.store, issue, audience)
    if outside:
        names = turn.say.listed(outside)
        text = turn.say("{names} could no longer see it, but are involved in it. Let them see it too.", names=names)
        raise UserError("", {"reach": text})


async def list_excluded_organisations(store: Store, issue: Issue, audience: Audience) -> list[str]:
    """Return the organisations with a stance, and the raiser's, that would no longer see the issue.

    No stance may stand on a text that its organisation cannot read.
    """
    theirs = {
        organisation.id: organisation.name for _, organisation in await store.issue_stances.list_stances(issue.id)
    }
    organisation = await store.organisations.find(issue.organisation_id)
    if organisation is not None:
        theirs[organisation.id] = organisation.name
        if audience.kind == SECRETARIAT:  # always visible to the organisation that raised it
            del theirs[organisation.id]
    within = await store.audiences.list_organisation_ids_in_audience(audience.id)
    return [name for id, name in theirs.items() if id not in within]

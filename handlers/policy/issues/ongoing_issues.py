"""List open issues in which an organisation takes part, for a person who begins to speak for it."""

from __future__ import annotations

from handlers.chat.cards import Button, Item
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.turn import RenderContext
from handlers.policy.issues import issue_texts
from storage.directory.organisations import Organisation
from storage.directory.people import Person

#: maximum number of entries, and of characters of a title
MOST_ENTRIES, LONGEST_TITLE = 8, 150


async def list_ongoing_issues(at: RenderContext, reader: Person, organisation: Organisation) -> list[Item]:
    """List the issues that the organisation raised, or took a stance to."""
    viewer, say, items = await at.store.audiences.build_viewer(reader), at.say, []
    for issue, stance in await at.store.issue_stances.list_issues_with_stance_of(organisation.id, viewer, MOST_ENTRIES):
        told = [say("raised by {organisation}", organisation=organisation.name)]
        if issue.organisation_id != organisation.id:
            told = []
        if stance is not None:
            told.append(f"{organisation.name}: {issue_texts.list_stance_labels(say)[stance.stance]}")
        show = Button(say("Show"), "issues.open", str(issue.id))
        note = " · ".join((issue_texts.list_issue_state_labels(say)[issue.state], *told))
        items.append(Item(shorten_text(f"{issue.code} {issue.title}", LONGEST_TITLE), note=note, buttons=(show,)))
    return items

"""Open issues in which an organisation has a part, for whoever begins to speak for it."""

from __future__ import annotations

from handlers.chat.cards import Button, Item
from handlers.chat.turn import Telling
from handlers.directory.naming import shorten
from handlers.policy.issues import words
from storage.directory.organisations import Organisation
from storage.directory.people import Person

#: entries, and characters of the title of one
MOST, TITLE = 8, 150


async def list_issues_under_way(at: Telling, reader: Person, organisation: Organisation) -> list[Item]:
    """List those that the organisation raised, or has said something of."""
    sight, say, items = await at.store.reaches.sight(reader), at.say, []
    for issue, support in await at.store.supports.under_way(organisation.id, sight, MOST):
        told = [say("raised by {organisation}", organisation=organisation.name)]
        if issue.organisation_id != organisation.id:
            told = []
        if support is not None:
            told.append(f"{organisation.name}: {words.stances(say)[support.stance]}")
        show = Button(say("Show"), "issues.open", str(issue.id))
        note = " · ".join((words.states(say)[issue.state], *told))
        items.append(Item(shorten(f"{issue.code} {issue.title}", TITLE), note=note, buttons=(show,)))
    return items

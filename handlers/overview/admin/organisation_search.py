"""Find an organisation by its name, where the list of them has many pages."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Field, Form, Part, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.contacts.contact_search import matches_name_prefix
from handlers.overview.admin.organisation_admin import PAGE, draw_organisation_item

router = Router()


@router.on(Click, "admin.find_organisation", opens=True)
async def on_organisation_search_open(_event: Click, turn: Turn) -> Reply:
    say = turn.say
    field = Field("name", say("Name"), hint=say("The beginning of a word in it is enough."), most=200)
    return Reply(form=Form(say("Find an organisation"), "admin.find_organisation", (field,), say("Search")))


@router.on(Submission, "admin.find_organisation")
async def on_organisation_search_submit(event: Submission, turn: Turn) -> Reply:
    """Show those of that name or code. Raises UserError if nothing fits, so that the name can be written anew."""
    say, name = turn.say, event.get_text("name")
    wanted = " ".join(name.split()).casefold()
    if not wanted:
        raise UserError("", {"name": say("Write its name.")})
    rows = [
        row
        for row in await turn.store.organisations.list_all_organisations()
        if row.code.casefold() == wanted or matches_name_prefix(row.name, wanted)
    ]
    if not rows:
        raise UserError("", {"name": say("I do not know an organisation called {name}.", name=name)})
    parts: list[Part] = [await draw_organisation_item(turn, row) for row in rows[:PAGE]]
    if len(rows) > PAGE:
        more = say("These are {n} of {all}. Write more of the name to see the others.", n=PAGE, all=len(rows))
        parts.append(Text(more, "subtle"))
    row = (
        Button(say("Search again"), "admin.find_organisation"),
        Button(say("All organisations"), "admin.organisations"),
    )
    return Reply(Card(say("Organisations"), (*parts, Buttons(row))))

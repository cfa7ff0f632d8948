"""List open rounds that ask an organisation, for a person who begins to speak for it."""

from __future__ import annotations

from handlers.chat.cards import Button, Item
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.turn import RenderContext
from handlers.policy.rounds import round_texts
from storage.directory.organisations import Organisation
from storage.directory.people import Person
from storage.kit.database import Store
from storage.policy.rounds import ANSWERED, ASKED, DECLINED, OPEN

#: maximum number of entries, and of characters of a title
MOST_ENTRIES, LONGEST_TITLE = 8, 150


async def redraw_asked_rounds(store: Store, organisation_id: int) -> None:
    """Redraw what the organisation is asked: there may be a deputy to pass it to, or none any more."""
    for answer, round in await store.rounds.list_rounds_of_organisation(organisation_id):
        if round.state == OPEN and answer.state == ASKED:
            await store.outbox.refresh_copies(round_texts.build_round_subject(round.id, organisation_id))
            await store.outbox.refresh_copies(round_texts.build_shown_round_subject(round.id))


async def list_ongoing_rounds(at: RenderContext, _reader: Person, organisation: Organisation) -> list[Item]:
    say, items = at.say, []
    words = {ANSWERED: say("has answered"), DECLINED: say("will not answer")}
    for answer, round in await at.store.rounds.list_rounds_of_organisation(organisation.id):
        if round.state == OPEN:
            show = Button(say("Show"), "rounds.open", str(round.id))
            note = f"{organisation.name}: {words.get(answer.state, say('has not answered'))}"
            title = shorten_text(f"{round.code} {round.title}", LONGEST_TITLE)
            items.append(Item(title, round_texts.describe_round_state_line(at, round), note, (show,)))
    return items[:MOST_ENTRIES]

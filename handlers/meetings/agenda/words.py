"""What agenda items are called: their number, their kind, and who wants them."""

from __future__ import annotations

from handlers.chat.cards import Button
from handlers.chat.say import Say
from handlers.directory.naming import signature
from storage.directory.people import Person
from storage.kit.database import Store
from storage.meetings.agenda import DECISION, DISCUSSION, INFORMATION, OTHER, AgendaItem


def kinds(say: Say) -> dict[str, str]:
    """Kind -> its name, in the order in which a meeting treats them."""
    return {
        INFORMATION: say("For information"),
        DISCUSSION: say("For discussion"),
        DECISION: say("For decision"),
        OTHER: say("Any other business"),
    }


def number(say: Say, item: AgendaItem) -> str:
    """ "Sak 4/27"; empty as long as it has none."""
    if item.number is None or item.year is None:
        return ""
    return say("Item {number}/{year}", number=item.number, year=f"{item.year:02d}")


def title(say: Say, item: AgendaItem) -> str:
    """ "Sak 4/27 Nettkø"."""
    return f"{number(say, item)} {item.title}".strip()


async def owner(store: Store, item: AgendaItem, say: Say) -> str:
    """Who leads it through; empty when nobody is named."""
    person = await store.people.find(item.owner_id)
    return await signature(store, person.id, person.stands_for, say) if person else ""


async def ways(store: Store, item: AgendaItem, say: Say) -> tuple[Button, ...]:
    """To the issue that it came from."""
    issue = await store.issues.find(item.issue_id)
    return () if issue is None else (Button(say("Show {code}", code=issue.code), "issues.open", str(issue.id)),)


async def proposer(store: Store, item: AgendaItem, say: Say, reader: Person) -> str:
    """Who wants it. Who asked a question anonymously is named to the secretariat alone, here too."""
    question = await store.questions.find(item.question_id)
    hidden = question is not None and question.anonymous and question.asker_id == item.proposed_by_id
    if hidden and not reader.secretariat and reader.id != item.proposed_by_id:
        return say("a member, anonymously")
    person = await store.people.find(item.proposed_by_id)
    return await signature(store, item.proposed_by_id, person.stands_for if person else None, say)

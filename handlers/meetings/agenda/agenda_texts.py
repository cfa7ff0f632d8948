"""Describe agenda items as text: number, kind, owner and proposer."""

from __future__ import annotations

from handlers.chat.cards import Button
from handlers.chat.say import Say
from handlers.directory.display_names import format_signature, sign_person
from storage.directory.people import Person
from storage.kit.database import Store
from storage.meetings.agenda import DECISION, DISCUSSION, INFORMATION, OTHER, AgendaItem
from storage.policy.issues import PUBLIC


def describe_item_kinds(say: Say) -> dict[str, str]:
    """Map each kind to its name, in the order in which a meeting treats them."""
    return {
        INFORMATION: say("For information"),
        DISCUSSION: say("For discussion"),
        DECISION: say("For decision"),
        OTHER: say("Any other business"),
    }


def format_item_number(say: Say, item: AgendaItem) -> str:
    """Return a number such as "Sak 4/27"; empty while the item has none."""
    if item.number is None or item.year is None:
        return ""
    return say("Item {number}/{year}", number=item.number, year=f"{item.year:02d}")


def describe_item_title(say: Say, item: AgendaItem) -> str:
    """Return a title such as "Sak 4/27 Nettkø"."""
    return f"{format_item_number(say, item)} {format_item_title(say, item)}".strip()


def format_item_title(say: Say, item: AgendaItem) -> str:
    """Return the title without its number; of a late correction in the reader's language."""
    if item.corrects_on is None:
        return item.title
    day = say.format_day(item.corrects_on)
    return say("Correction to the minutes of {title}, {day}", title=item.corrects, day=day)


async def describe_item_owner(store: Store, item: AgendaItem, say: Say) -> str:
    """Return who presents the item; empty when nobody is named."""
    person = await store.people.find(item.owner_id)
    return await format_signature(store, person.id, person.stands_for, say) if person else ""


async def draw_issue_button(store: Store, item: AgendaItem, say: Say) -> tuple[Button, ...]:
    """Return the button to the issue that the item came from, unless the issue was withdrawn."""
    issue = await store.issues.find(item.issue_id)
    return (
        ()
        if issue is None or issue.state not in PUBLIC
        else (Button(say("Show {code}", code=issue.code), "issues.open", str(issue.id)),)
    )


async def describe_item_proposer(store: Store, item: AgendaItem, say: Say, reader: Person) -> str:
    """Return the proposer's name. Whoever asked the question anonymously is named only to the secretariat
    and to themselves.
    """
    question = await store.questions.find(item.question_id)
    hidden = question is not None and question.anonymous and question.asker_id == item.proposed_by_id
    if hidden and not reader.secretariat and reader.id != item.proposed_by_id:
        return say("a member, anonymously")
    return await sign_person(store, item.proposed_by_id, say)


def build_item_proposal_subject(item_id: int) -> str:
    """Return the subject under which the organiser's card of a proposal is redrawn."""
    return f"agenda:item:{item_id}:proposal"

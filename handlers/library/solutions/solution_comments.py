"""Pass a reply under a solution's card on to whoever shared it, and answers back."""

from __future__ import annotations

from handlers.chat import outgoing
from handlers.chat.card_arguments import CardArguments, read_arguments
from handlers.chat.cards import LONGEST_VALUE, Button, Buttons, Card, Part, Quote, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Message
from handlers.chat.rich_text.plain_text import shorten_markup
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.directory.display_names import format_signature
from handlers.language import classify_smalltalk
from handlers.library.solutions.lookup import may_see_solution
from handlers.library.solutions.publication import (
    SolutionCard,
    build_solution_notice_subject,
    notify_solution_owner,
)
from storage.directory.people import Person
from storage.library.solutions import PUBLISHED, Solution
from storage.queue.delivery_rows import Delivery

router = Router()
LONGEST_COMMENT = 2500


class SolutionCommentCard(CardArguments, frozen=True):
    template = "solutions.comment"

    solution: int
    by: int
    #: id of the organisation that the writer acts for
    organisation: int | None
    text: str


async def receive_solution_comment(event: Message, turn: Turn) -> Reply | None:
    """Pass on a reply under a solution's card, or under a comment on it; None for a reply to something else."""
    place = event.place
    found = await turn.store.channel_messages.find_delivery_of_message(
        place.platform, place.workspace, place.channel, place.thread
    )
    shown = _read_solution_card(found) if found is not None else None
    solution = await turn.store.solutions.find(shown.solution) if shown is not None else None
    if shown is None or solution is None or solution.state != PUBLISHED or classify_smalltalk(event.text):
        return None
    if not await may_see_solution(turn.store, turn.person, solution):
        return None
    writer_id = shown.by if isinstance(shown, SolutionCommentCard) else None
    to = await turn.store.people.find(solution.owner_id if writer_id is None else writer_id)
    if to is not None and to.id == turn.person.id:
        return _reply_to_owner(turn, solution)
    return await _pass_on_comment(event, turn, solution, to, owner=writer_id is None)


def _read_solution_card(delivery: Delivery) -> SolutionCard | SolutionCommentCard | None:
    if delivery.template not in (SolutionCard.template, SolutionCommentCard.template):
        return None
    card = read_arguments(delivery)
    assert isinstance(card, SolutionCard | SolutionCommentCard)
    return card


def _reply_to_owner(turn: Turn, solution: Solution) -> Reply:
    text = turn.say("You shared {code} yourself, so this was sent to nobody. Edit it to add to it.", code=solution.code)
    row = Buttons((Button(turn.say("Show"), "solutions.open", str(solution.id)),))
    return Reply(Card("", (Text(text), row)))


async def _pass_on_comment(event: Message, turn: Turn, solution: Solution, to: Person | None, *, owner: bool) -> Reply:
    """Send the comment to its reader, and say who that is; without anybody, offer to ask the network."""
    say, store, text = turn.say, turn.store, event.written.strip()
    if len(text) > LONGEST_COMMENT:
        raise UserError(say("Shorten it to {n} characters.", n=LONGEST_COMMENT))
    card = SolutionCommentCard(solution.id, turn.person.id, turn.person.stands_for, text)
    key = f"comment:{solution.id}:{event.id}"
    if owner:
        told = await notify_solution_owner(store, solution, card, key=key)
    else:
        about = build_solution_notice_subject(solution.id)
        told = to is not None and await outgoing.post_to_person(store, to, card, key=key, subject=about)
    name = to.name if to is not None else say("the secretariat")
    answer = say("Your comment on {code} is sent to {name}.", code=solution.code, name=name)
    if not told:
        answer = say("Nobody can be reached about {code}, so nothing was sent.", code=solution.code)
    parts: list[Part] = [Text(answer), Quote(shorten_markup(text, 300))]
    asked = event.text.strip()
    if not turn.person.guest and len(asked) <= LONGEST_VALUE:
        parts.append(Buttons((Button(say("Ask the network too"), "questions.ask_this", asked),)))
    return Reply(Card("", tuple(parts)))


@router.card(SolutionCommentCard)
async def draw_solution_comment_card(view: View[SolutionCommentCard]) -> Card | None:
    say, args = view.say, view.args
    solution, writer = await view.store.solutions.find(args.solution), await view.store.people.find(args.by)
    if solution is None or solution.state != PUBLISHED or writer is None or writer.erased_at is not None:
        return None
    by = await format_signature(view.store, writer.id, args.organisation, say)
    write = () if writer.guest else (Button(say("Answer"), "contacts.write", str(writer.id), "primary"),)
    row = (*write, Button(say("Show"), "solutions.open", str(solution.id)))
    title = say("{name} comments on {code}", name=by, code=solution.code)
    return Card(title, (Text(solution.title, "strong"), Quote(args.text, by), Buttons(row)))

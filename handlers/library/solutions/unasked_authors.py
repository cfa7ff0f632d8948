"""Tell the saver of another author's text that the author could not be asked, and give the draft back."""

from __future__ import annotations

from handlers.chat import outgoing
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Text
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.library.solutions.publication import redraw_solution
from storage.directory.handovers import Handover
from storage.kit.database import Store
from storage.library.solutions import CONSENT, DRAFT, Solution

router = Router()


class AuthorUnreachableNotice(CardArguments, frozen=True):
    template = "solutions.unasked"

    solution: int


class ConsentDeparture:
    """Give a draft back to its saver when the author who was asked leaves the network."""

    code = "consent"

    async def withdraw_statements(self, store: Store, handover: Handover, organisation_id: int | None) -> None:
        if organisation_id is not None:
            return  # they are still here, for another organisation
        for solution in await store.personal_data.authored_content.list_authored_solutions(handover.person_id):
            if solution.state == CONSENT and solution.author_id == handover.person_id:
                await return_unasked_draft(store, solution, f"left:{handover.id}")
                await redraw_solution(store, solution)

    async def restore_statement(self, store: Store, handover: Handover, record_id: int, detail: str) -> None:
        """Leave the draft with its saver, who can ask again."""


async def return_unasked_draft(store: Store, solution: Solution, why: str) -> None:
    solution.state = DRAFT
    saver = await store.people.find(solution.owner_id)
    if saver is not None:
        card, key = AuthorUnreachableNotice(solution.id), f"solution:{solution.id}:unasked:{why}"
        await outgoing.post_to_person(store, saver, card, key=key)


@router.card(AuthorUnreachableNotice)
async def draw_author_unreachable_card(view: View[AuthorUnreachableNotice]) -> Card | None:
    solution = await view.store.solutions.find(view.args.solution)
    if solution is None or solution.state != DRAFT:
        return None
    author = await view.store.people.find(solution.author_id)
    return build_author_unreachable_card(view, solution, author.name if author else "")


def build_author_unreachable_card(at: Turn | View, solution: Solution, name: str) -> Card:
    say = at.say
    who = name or say("The one who wrote the text")
    text = say("{name} cannot be reached here, so I could not ask. Your draft is kept for you alone.", name=who)
    hint = say("Ask {name} to write me a line, then try again. Or write it in your own words.", name=who)
    row = (*draw_draft_choice_buttons(at, solution), Button(say("Ask again"), "consent.ask", str(solution.id)))
    return Card(say("{code} is not shared", code=solution.code), (Text(text), Text(hint), Buttons(row)))


def draw_draft_choice_buttons(at: Turn | View, solution: Solution) -> tuple[Button, ...]:
    say, id = at.say, str(solution.id)
    discard = Button(say("Do not save"), "solutions.discard", id, "danger", say("Discard what you wrote?"))
    return (Button(say("Write it myself"), "solutions.rewrite", id, "primary"), discard)

"""Show the saver of another author's text, and that author, whether it has been shared: messages that are redrawn."""

from __future__ import annotations

from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Text
from handlers.chat.routing import Router, draw_withheld
from handlers.chat.turn import RenderContext, View
from storage.library.solutions import CONSENT, DRAFT, PUBLISHED, RETIRED, Solution

router = Router()


class PendingConsentNotice(CardArguments, frozen=True):
    template = "solutions.asked"

    solution: int


def draw_pending_consent(context: RenderContext, solution: Solution, name: str) -> Card:
    say = context.say
    text = say("{name} wrote the text and has been asked. Nobody else sees it until there is an answer.", name=name)
    own = Button(say("Write it myself"), "solutions.rewrite", str(solution.id))
    title = say("{code} needs approval", code=solution.code)
    return Card(title, (Text(solution.title, "strong"), Text(text), Buttons((own,))))


@router.card(PendingConsentNotice)
async def draw_pending_consent_card(view: View[PendingConsentNotice]) -> Card | None:
    """Draw for the saver how it stands: one line once the author has answered."""
    solution, say = await view.store.solutions.find(view.args.solution), view.say
    if solution is None:
        return None
    if solution.state == CONSENT:
        author = await view.store.people.find(solution.author_id)
        return draw_pending_consent(view, solution, author.name if author else say("The one who wrote the text"))
    state = {
        DRAFT: say("{code} is not shared.", code=solution.code),
        PUBLISHED: say("{code} is shared.", code=solution.code),
        RETIRED: say("{code} is retired.", code=solution.code),
    }.get(solution.state)
    show = (Buttons((Button(say("Show"), "solutions.open", str(solution.id)),)),) if solution.state != DRAFT else ()
    return Card("", (Text(state, "subtle"), *show)) if state else draw_withheld(view)


def draw_settled_consent(view: View, solution: Solution) -> Card:
    """Draw what became of the text: what its author answered, or that the answer is no longer needed."""
    say, wrote = view.say, view.person is not None and view.person.id == solution.author_id
    if wrote and solution.state == PUBLISHED:
        text = say("You said yes: {code} is shared.", code=solution.code)
        show = Button(say("Show"), "solutions.open", str(solution.id))
        return Card("", (Text(text), Text(solution.title, "strong"), Buttons((show,))))
    if solution.state == DRAFT and solution.author_id is None and not solution.done:
        return Card("", (Text(say("You said no: your text is not shared, and it is removed.")),))
    return Card("", (Text(say("Done: {code} no longer needs your answer.", code=solution.code), "subtle"),))

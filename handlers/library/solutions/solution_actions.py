"""Draw what a reader may do with a solution; what is done seldom stands behind one button of a full card."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat.button_values import RecordValue
from handlers.chat.cards import MOST_SEEN, Button, Buttons, Card, Reply
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import ReaderContext, Turn
from handlers.library.solutions.lookup import load_visible_solution
from handlers.library.solutions.solution_badge import is_solution_doubtful
from storage.library.solutions import CIRCLE, HIDDEN, PUBLISHED, RETIRED, Solution

router = Router()
#: what those who look after a solution seldom do
SELDOM = ("solutions.extend", "solutions.reach", "solutions.retire", "deliveries.show", "solutions.delete")


def draw_reader_buttons(say: Say, solution: Solution) -> tuple[Button, ...]:
    id = str(solution.id)
    return (
        Button(say("Used by us"), "solutions.used", id),
        Button(say("We try this"), "solutions.try", id),
        Button(say("No longer true"), "solutions.doubt", id),
    )


def draw_curator_buttons(say: Say, solution: Solution) -> tuple[Button, ...]:
    """Draw the buttons that whoever looks after the solution is asked to press."""
    id = str(solution.id)
    sure = say("Retire {code}? It will no longer be found, and its cards will say so.", code=solution.code)
    return (
        Button(say("Still true"), "solutions.confirm", id, "primary"),
        Button(say("Change"), "solutions.edit", id),
        Button(say("Retire"), "solutions.retire", id, confirm=sure),
    )


def draw_solution_report_button(say: Say, id: int) -> Button:
    return Button(say("Report"), "moderation.more", RecordValue("solution", id).encode_value())


async def draw_solution_actions(at: ReaderContext, solution: Solution) -> tuple[Button, ...]:
    row = await _list_solution_actions(at, solution)
    if len(row) <= MOST_SEEN or sum(button.do in SELDOM for button in row) < 2:
        return tuple(row)
    manage = Button(at.say("Extend, retire or delete"), "solutions.manage", str(solution.id))
    return (*(button for button in row if button.do not in SELDOM), manage)


@router.on(Click, "solutions.manage")
async def on_solution_manage_open(event: Click, turn: Turn) -> Reply:
    solution = await load_visible_solution(turn, event.value)
    await rights.need_right(turn, *rights.list_solution_ties(turn.person, solution))
    row = tuple(button for button in await _list_solution_actions(turn, solution) if button.do in SELDOM)
    return Reply(Card(f"{solution.code} {solution.title}", (Buttons(row),)))


async def _list_solution_actions(at: ReaderContext, solution: Solution) -> list[Button]:
    say, id, value = at.say, str(solution.id), RecordValue("solution", solution.id).encode_value()
    row: list[Button] = []
    if solution.state == PUBLISHED and not at.person.guest:
        row += await _draw_open_reader_buttons(at, solution)
    if solution.state == PUBLISHED and rights.may_edit_solution(at.person, solution):
        still, edit, retire = draw_curator_buttons(say, solution)
        row = [still, *row] if is_solution_doubtful(solution, at.today) else row
        row += [edit, Button(say("Add more"), "solutions.extend", id)]
        row += [Button(say("Who may see it"), "solutions.reach", id), retire]
        row += [Button(say("Has it arrived?"), "deliveries.show", value)] if solution.level != CIRCLE else []
    if solution.state == RETIRED and rights.may_edit_solution(at.person, solution):
        row.append(Button(say("Restore"), "solutions.restore", id))
    if solution.state == PUBLISHED and await rights.may_lead_topic(at, solution.topic_id):
        row.append(Button(say("Keywords"), "searches.keywords", value))
    if solution.version > 1:
        row.append(Button(say("Versions"), "solutions.versions", id))
    if solution.state == PUBLISHED or (solution.state == HIDDEN and at.person.secretariat):
        row.append(draw_solution_report_button(say, solution.id))
    if solution.state in {PUBLISHED, RETIRED, HIDDEN} and at.person.id in {solution.owner_id, solution.author_id}:
        sure = say("Delete the text of {code} everywhere? This cannot be undone.", code=solution.code)
        row.append(Button(say("Delete"), "solutions.delete", id, "danger", confirm=sure))
    return row


async def _draw_open_reader_buttons(at: ReaderContext, solution: Solution) -> list[Button]:
    """Draw the reader's buttons without those already pressed; a person who tries it gets a button to stop."""
    store, id = at.store, solution.id
    used, tries, doubt = draw_reader_buttons(at.say, solution)
    trial = await store.solution_trials.find_trial_by_person(id, at.person.id)
    if trial is not None and not trial.outcome:
        tries = Button(at.say("Stopped trying it"), "solutions.try_not", str(trial.id))
    return [tries, doubt] if await store.solutions.has_used_solution(id, at.person.id) else [used, tries, doubt]

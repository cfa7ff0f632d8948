"""Edit a solution and keep every earlier version; retire, restore or delete the solution."""

from __future__ import annotations

from handlers.chat import outgoing
from handlers.chat.cards import Button, Buttons, Card, Item, Part, Reply, Text, build_text_reply
from handlers.chat.errors import Missing, UserError
from handlers.chat.events import Click, Submission
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.language import detect_language
from handlers.library.solutions import forms, solution_feedback
from handlers.library.solutions.lookup import load_editable_solution, load_visible_solution
from handlers.library.solutions.publication import (
    change_solution,
    erase_solution,
    resume_verification,
    retire_solution,
    synchronise_solution,
    verify_solution,
)
from handlers.library.solutions.search_log import update_search_states
from handlers.library.solutions.shown_solution import build_solution_reply
from storage.library.solutions import CONSENT, HIDDEN, PUBLISHED, RETIRED, Solution

router = Router()


@router.on(Click, "solutions.edit", opens=True)
async def on_solution_edit_open(event: Click, turn: Turn) -> Reply:
    solution = await _load_editable_published_solution(turn, event.value)
    topic = await turn.store.topics.find(solution.topic_id)
    words = forms.build_solution_form_values(solution, topic.slug if topic else "")
    return Reply(
        form=await forms.draw_solution_form(turn, "solutions.edit", words, str(solution.id), code=solution.code)
    )


@router.on(Submission, "solutions.edit")
async def on_solution_edit_submit(event: Submission, turn: Turn) -> Reply:
    """Save the changes, verify the solution and settle its doubts: an editor vouches for the new text."""
    solution = await _load_editable_published_solution(turn, event.value)
    values = await forms.parse_solution_form(event, turn)
    values["language"] = detect_language(f"{values['title']}. {values['problem']}. {values['done']}")
    changed = await change_solution(turn, solution, values)
    doubters = await verify_solution(turn, solution)
    await synchronise_solution(turn.store, solution)
    await solution_feedback.notify_doubters(turn, solution, doubters)
    return await _reply_with_change(event, turn, solution, changed=changed)


@router.on(Click, "solutions.extend", opens=True)
async def on_solution_extend_open(event: Click, turn: Turn) -> Reply:
    return Reply(
        form=forms.draw_solution_details_form(turn, await _load_editable_published_solution(turn, event.value))
    )


@router.on(Submission, "solutions.extend")
async def on_solution_extend_submit(event: Submission, turn: Turn) -> Reply:
    solution = await _load_editable_published_solution(turn, event.value)
    changed = await change_solution(turn, solution, forms.parse_solution_details_form(event, turn, solution))
    if changed:
        await synchronise_solution(turn.store, solution)
        await update_search_states(turn.store, "solution", solution.id, solution.keywords)
    return await _reply_with_change(event, turn, solution, changed=changed)


@router.on(Click, "solutions.versions")
async def on_solution_versions(event: Click, turn: Turn) -> Reply:
    """Show the earlier versions, newest first."""
    solution = await load_visible_solution(turn, event.value)
    parts: list[Part] = []
    for old in await turn.store.solutions.list_solution_versions(solution.id):
        by = await turn.store.people.find(old.changed_by_id)
        name = by.name if by else turn.say("the secretariat")
        until = turn.say("until {day}, changed by {name}", day=turn.say.format_day(old.changed_at), name=name)
        words = [old.data.get(name, "") for name in ("title", "done", "result")]
        text = "\n".join(shorten_text(text, 400) for text in words if text)
        parts.append(Item(turn.say("Version {n}", n=old.version), text, until))
    if not parts:
        return build_text_reply(turn.say("{code} has not been changed.", code=solution.code))
    return Reply(Card(turn.say("Earlier versions of {code}", code=solution.code), tuple(parts)))


@router.on(Click, "solutions.retire")
async def on_solution_retire(event: Click, turn: Turn) -> Reply:
    solution = await load_editable_solution(turn, event.value)
    if solution.state in (CONSENT, HIDDEN):
        raise Missing(turn.say("I cannot find that solution."))
    if solution.state == PUBLISHED:
        doubters = {doubt.person_id for doubt in await turn.store.solutions.list_open_doubts(solution.id)}
        await retire_solution(turn.store, solution)
        await solution_feedback.notify_doubters(turn, solution, doubters)
    back = Button(turn.say("Restore"), "solutions.restore", str(solution.id))
    text = turn.say("{code} is retired: it is no longer found, and its cards say so.", code=solution.code)
    return Reply(Card("", (Text(text), Buttons((back,)))), replace=True)


@router.on(Click, "solutions.restore")
async def on_solution_restore(event: Click, turn: Turn) -> Reply:
    solution = await load_editable_solution(turn, event.value)
    if solution.state == RETIRED:
        solution.state = PUBLISHED
        await resume_verification(turn.store, solution)
        await synchronise_solution(turn.store, solution)
    return await build_solution_reply(turn, solution, replace=True)


@router.on(Click, "solutions.delete")
async def on_solution_delete(event: Click, turn: Turn) -> Reply:
    """Erase the text of the solution everywhere, for its owner or its author."""
    solution = await load_editable_solution(turn, event.value)
    if solution.state == CONSENT:
        raise Missing(turn.say("I cannot find that solution."))
    await erase_solution(turn.store, solution)
    return build_text_reply(turn.say("{code} is deleted everywhere.", code=solution.code), replace=True)


async def _load_editable_published_solution(turn: Turn, value: str) -> Solution:
    solution = await load_editable_solution(turn, value)
    if solution.state != PUBLISHED:
        text = turn.say("{code} is retired. Restore it first.", code=solution.code)
        if solution.state == HIDDEN:
            text = turn.say("The secretariat has hidden solution {code}.", code=solution.code)
        raise UserError(text)
    return solution


async def _reply_with_change(event: Submission, turn: Turn, solution: Solution, *, changed: bool) -> Reply:
    """Show the change in the card that the form was opened from, if that is the whole solution; else confirm it."""
    shown = await build_solution_reply(turn, solution)
    if shown.redrawn and await outgoing.is_message_about(turn.store, event.place, event.message, shown.redrawn):
        return shown
    text = turn.say("Changed. Every copy is redrawn.") if changed else turn.say("Nothing was changed.")
    show = Button(turn.say("Show"), "solutions.open", str(solution.id))
    return Reply(Card("", (Text(text), Text(f"{solution.code} {solution.title}", "strong"), Buttons((show,)))))

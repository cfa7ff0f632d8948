"""Ask the author of a text before it is shared, and tell the saver the answer."""

from __future__ import annotations

from handlers.access import rights
from handlers.access.visibility import audience_texts
from handlers.chat import outgoing
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Item, Part, Quote, Redrawn, Reply, Text, build_text_reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.directory.display_names import format_signature
from handlers.language import detect_language
from handlers.library.pictures import picture_offers
from handlers.library.solutions import borrowed_words, consent_required, forms, pending_consent, unasked_authors
from handlers.library.solutions.lookup import load_own_solution_draft, load_visible_solution
from handlers.library.solutions.publication import (
    CONSENTED,
    build_solution_notice_subject,
    publish_solution,
    redraw_solution,
)
from handlers.library.solutions.solution_card import describe_level
from storage.library.solutions import CONSENT, DRAFT, MEMBERS, PUBLISHED, Solution

router = Router()


class ConsentRequest(CardArguments, frozen=True):
    template = "solutions.consent"

    solution: int
    #: id of the person who wants to share it
    by: int


class ConsentGivenNotice(CardArguments, frozen=True):
    template = "solutions.consented"

    solution: int
    #: id of the author
    by: int


class ConsentRefusedNotice(CardArguments, frozen=True):
    template = "solutions.refused"

    solution: int
    #: id of the author
    by: int


async def request_author_consent(turn: Turn, solution: Solution, *, replace: bool = False) -> Reply:
    """Send a private message to the author. If none can be sent, keep the draft and tell the saver what to do."""
    author = await turn.store.people.find(solution.author_id)
    key = f"solution:{solution.id}:consent:{turn.now.isoformat()}"
    card, about = ConsentRequest(solution.id, turn.person.id), build_solution_notice_subject(solution.id)
    asked = author is not None and await outgoing.post_to_person(turn.store, author, card, key=key, subject=about)
    if author is None or not asked:
        name = author.name if author else ""
        return Reply(unasked_authors.build_author_unreachable_card(turn, solution, name), replace=replace)
    solution.state = CONSENT
    await turn.store.escalations.restart_escalation(CONSENTED, solution.id, turn.now)
    redrawn = Redrawn(pending_consent.PendingConsentNotice(solution.id), about)
    return Reply(pending_consent.draw_pending_consent(turn, solution, author.name), replace=replace, redrawn=redrawn)


@router.card(ConsentRequest)
async def draw_consent_request_card(view: View[ConsentRequest]) -> Card | None:
    return await draw_consent_request(view, view.args.solution, view.args.by)


async def draw_consent_request(view: View, solution_id: int, saver_id: int | None) -> Card | None:
    """Draw the text for its author, how it will be shown, and the choices."""
    solution, say = await view.store.solutions.find(solution_id), view.say
    if solution is None:
        return None
    if solution.state != CONSENT:
        return pending_consent.draw_settled_consent(view, solution) if view.delivery.was_told else None
    saver = await format_signature(view.store, saver_id, None, say)
    mine = await format_signature(view.store, solution.author_id, solution.organisation_id, say)
    seen = await audience_texts.describe_audience_size(view.store, solution.reach_id, say)
    if solution.level != MEMBERS:
        seen = say("Visible to: {level}.", level=describe_level(say, solution.level))
    text = say("{name} wants to save this as a solution, with your name.", name=saver)
    rows = ((say("Problem"), solution.problem), (say("Result"), solution.result), (say("Contact"), solution.contact))
    items = [Item(label, words, marked=True) for label, words in rows if words]
    id = str(solution.id)
    row = (
        Button(say("Yes, share"), "consent.yes", id, "primary"),
        Button(say("Edit first"), "consent.edit", id),
        Button(say("No"), "consent.no", id),
    )
    parts: list[Part] = [Text(text), Text(solution.title, "strong"), Quote(solution.done, mine), *items]
    parts += [Text(seen, "subtle"), Buttons(row)]
    return Card(say("May your text be shared?"), tuple(parts))


@router.on(Click, "consent.yes")
async def on_consent_yes(event: Click, turn: Turn) -> Reply:
    return await _share_with_consent(turn, await _load_consent_request(turn, event.value))


@router.on(Click, "consent.edit", opens=True)
async def on_consent_edit_open(event: Click, turn: Turn) -> Reply:
    solution = await _load_consent_request(turn, event.value)
    topic = await turn.store.topics.find(solution.topic_id)
    words = forms.build_solution_form_values(solution, topic.slug if topic else "")
    note = turn.say("When you save, it is shared as it stands here.")
    id, audience = str(solution.id), solution.reach_id
    return Reply(
        form=await forms.draw_new_solution_form(turn, "consent.edit", words, id, audience, note, solution.code)
    )


@router.on(Submission, "consent.edit")
async def on_consent_edit_submit(event: Submission, turn: Turn) -> Reply:
    """Share the text as its author rewrote it, with the audience that the author chose."""
    solution = await _load_consent_request(turn, event.value)
    before, values = solution.reach_id, await forms.parse_new_solution_form(event, turn, solution.reach_id)
    for name, value in values.items():
        setattr(solution, name, value)
    solution.language = detect_language(f"{solution.title}. {solution.problem}. {solution.done}")
    if solution.reach_id != before and await consent_required.is_wider_than_question(turn.store, solution):
        await redraw_solution(turn.store, solution)
        change = Button(turn.say("Edit first"), "consent.edit", str(solution.id))
        return Reply(await consent_required.draw_wider_audience_card(turn, solution, "consent.yes", change))
    return await _share_with_consent(turn, solution)


@router.on(Click, "consent.no")
async def on_consent_no(event: Click, turn: Turn) -> Reply:
    """Remove the words and pictures of the author; keep what the saver typed as a draft of the saver."""
    solution = await _load_consent_request(turn, event.value)
    if borrowed_words.has_borrowed_title(solution):
        solution.title = borrowed_words.build_title_of_problem(solution)
    solution.state, solution.done, solution.author_id, solution.contact = DRAFT, "", None, ""
    solution.park, solution.organisation_id = "", None
    await turn.store.solution_pictures.delete_solution_pictures(solution.id)
    await redraw_solution(turn.store, solution)
    await _notify_solution_saver(turn, solution, ConsentRefusedNotice(solution.id, turn.person.id))
    return build_text_reply(
        turn.say("Not shared. Your text has been removed, and the person who asked will be told."), replace=True
    )


@router.on(Click, "consent.ask")
async def on_consent_ask(event: Click, turn: Turn) -> Reply:
    """Ask the author again, who could not be reached before and may be reachable now."""
    return await request_author_consent(turn, await load_own_solution_draft(turn, event.value), replace=True)


@router.card(ConsentGivenNotice)
async def draw_consent_given_card(view: View[ConsentGivenNotice]) -> Card | None:
    solution, say = await view.store.solutions.find(view.args.solution), view.say
    if solution is None or solution.state != PUBLISHED:
        return None
    author = await format_signature(view.store, view.args.by, None, say)
    text = say("{name} agreed: {code} is shared.", name=author, code=solution.code)
    id = str(solution.id)
    row = (Button(say("Add more"), "solutions.extend", id), Button(say("Show"), "solutions.open", id))
    return Card("", (Text(text), Text(solution.title, "strong"), Buttons(row)))


@router.card(ConsentRefusedNotice)
async def draw_consent_refused_card(view: View[ConsentRefusedNotice]) -> Card | None:
    solution, say = await view.store.solutions.find(view.args.solution), view.say
    if solution is None or solution.state != DRAFT:
        return None
    author = await format_signature(view.store, view.args.by, None, say)
    text = say("{name} said no to sharing the text, so it is removed. You can write it in your own words.", name=author)
    row = Buttons(unasked_authors.draw_draft_choice_buttons(view, solution))
    return Card("", (Text(text), Text(solution.title, "strong"), row))


@router.lost(ConsentRequest)
async def on_consent_request_lost(view: View[ConsentRequest]) -> None:
    """Return the solution to a draft and tell the saver: the author has an account, but messages fail."""
    solution = await view.store.solutions.lock(view.args.solution)
    if solution is not None and solution.state == CONSENT:
        await unasked_authors.return_unasked_draft(view.store, solution, view.delivery.id)


async def _load_consent_request(turn: Turn, value: str) -> Solution:
    """Return the locked solution that waits for the consent of this person. Raises Missing or UserError."""
    solution = await load_visible_solution(turn, value, lock=True)
    wrote = (rights.AUTHOR,) if solution.author_id == turn.person.id else ()
    await rights.need_right(turn, *wrote, missing=turn.say("I cannot find that solution."))
    if solution.state != CONSENT:
        raise UserError(turn.say("Done: {code} no longer needs your answer.", code=solution.code))
    return solution


async def _share_with_consent(turn: Turn, solution: Solution) -> Reply:
    await publish_solution(turn, solution)
    await _notify_solution_saver(turn, solution, ConsentGivenNotice(solution.id, turn.person.id))
    show = Button(turn.say("Show"), "solutions.open", str(solution.id))
    text = turn.say("Thank you: {code} is shared. You can change or retire it at any time.", code=solution.code)
    row = (*await picture_offers.draw_solution_offer(turn, solution), show)
    return Reply(Card("", (Text(text), Buttons(row))), replace=True)


async def _notify_solution_saver(
    turn: Turn, solution: Solution, card: ConsentGivenNotice | ConsentRefusedNotice
) -> None:
    saver = await turn.store.people.find(solution.owner_id)
    if saver is not None:
        key = f"{card.template}:{solution.id}:{turn.now.isoformat()}"
        await outgoing.post_to_person(turn.store, saver, card, key=key)

"""List rounds: `innspill` shows those that ask the reader, `innspill nett` those about it, `innspill R-3` one of
them.
"""

from __future__ import annotations

import re

from handlers.access import rights
from handlers.chat import verbs
from handlers.chat.button_values import ListPage
from handlers.chat.cards import Button, Buttons, Card, Item, Part, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Command
from handlers.chat.new_record_orders import NEW
from handlers.chat.page_buttons import draw_page_buttons, draw_page_note
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.routing import Router
from handlers.chat.say import capitalise_first_letter
from handlers.chat.turn import Turn
from handlers.directory.members.unconfirmed_notice import draw_unconfirmed_notice
from handlers.policy.rounds import adoption_drafts, round_drafts, round_texts, round_view
from handlers.policy.rounds.lookup import list_reader_organisation_ids, may_see_round
from handlers.policy.schemes import scheme_list
from storage.policy.rounds import ANSWERED, DECLINED, DRAFT, SEEN, Round

router = Router()
#: rounds on a page, and maximum number of rounds looked at
PAGE, LOOKED_AT = 4, 500
_CODE = re.compile(r"(?:r\s*+-?\s*+)?(\d{1,6})", re.IGNORECASE)
_SCHEMES = ("ordning", "ordninger", "ordningar", "ordningane", "ordningene", "scheme", "schemes")


@router.on(Command, "input")
async def on_input_command(event: Command, turn: Turn) -> Reply:
    text = event.text.strip()
    first, _, rest = text.partition(" ")
    if verbs.fold_word(first) in NEW:
        return await _open_new_round(event, turn, rest.strip())
    if verbs.asks_adoption(text):
        return await _open_adoption_round(event, turn, text)
    if verbs.fold_word(first) in _SCHEMES:
        return Reply(await scheme_list.draw_scheme_list(turn))
    if not text:
        return Reply(await draw_round_list(turn, 0))
    found = _CODE.fullmatch(text)
    if found is None and await _list_visible_rounds(turn, text):
        return Reply(await draw_round_list(turn, 0, text))
    round = await turn.store.rounds.find_round_by_code(f"R-{int(found[1])}") if found else None
    if round is None or not await may_see_round(turn.store, turn.person, round):
        raise UserError(
            turn.say("I cannot find round {code}. “input” lists the ones you are asked in.", code=text[:60])
        )
    return await round_view.build_round_reply(turn, round)


async def _open_new_round(event: Command, turn: Turn, title: str) -> Reply:
    await rights.need_secretariat(turn)
    if event.reply_to is None:
        return Reply(form=await round_drafts.draw_round_form(turn, title))
    # A command cannot open a form, but a button can.
    value = round_drafts.TypedTitle(title=title[: round_drafts.TITLE]).encode_value()
    button = Button(turn.say("Ask for input"), "rounds.write", value, "primary")
    text = turn.say("What do you want to know, from whom, and by when? A form opens.")
    return Reply(Card("", (Text(text), Buttons((button,)))))


async def _open_adoption_round(event: Command, turn: Turn, text: str) -> Reply:
    """Begin a round with the question as it was typed. Who may not is offered to ask the network instead."""
    question, say = capitalise_first_letter(text.rstrip("?. ")) + "?", turn.say
    if not turn.person.secretariat:
        ask = Button(say("Ask the network"), "questions.ask_this", question, "primary")
        lead = say("The secretariat asks all organisations at once. You can ask the network.")
        return Reply(Card("", (Text(lead), Buttons((ask,)))))
    if event.reply_to is None:
        return Reply(form=await adoption_drafts.draw_adoption_form(turn, question))
    # A command cannot open a form, but a button can.
    value = adoption_drafts.TypedQuestion(question=question[: adoption_drafts.QUESTION]).encode_value()
    button = Button(say("Ask who has done it"), "rounds.adoption", value, "primary")
    return Reply(Card("", (Text(say("Each organisation answers with one tap. A form opens.")), Buttons((button,)))))


@router.on(Click, "rounds.page")
async def on_round_list_page(event: Click, turn: Turn) -> Reply:
    page = ListPage.parse_value(event.value)
    return Reply(await draw_round_list(turn, page.skip, page.word), replace=bool(event.value))


async def _list_visible_rounds(turn: Turn, word: str) -> list[Round]:
    """List the rounds that this person may see and that mention `word` in title or reason.

    An empty word matches all.
    """
    organisation_ids = None if turn.person.secretariat else await list_reader_organisation_ids(turn.store, turn.person)
    states = (DRAFT, *SEEN) if turn.person.secretariat else SEEN
    found = await turn.store.rounds.list_rounds_of_recipients(states, organisation_ids, LOOKED_AT)
    return [one for one in found if word.casefold() in f"{one.title}\n{one.why}".casefold()]


async def draw_round_list(turn: Turn, skip: int, word: str = "") -> Card:
    """Draw the list, newest first. `word` limits it to rounds that mention the word."""
    say, me = turn.say, turn.person
    found = await _list_visible_rounds(turn, word)
    parts: list[Part] = [await _draw_round_item(turn, round) for round in found[skip : skip + PAGE]]
    parts += draw_page_note(say, skip, PAGE, len(found))
    if not found:
        parts.append(
            Text(
                say("You have not asked for anything yet.")
                if me.secretariat
                else say("Your organisation is not being asked for anything now. You will hear from me when it is.")
            )
        )
    row = [Button(say("Schemes"), "schemes.list")]
    if me.secretariat:
        row.insert(0, Button(say("Ask who has done it"), "rounds.adoption"))
        row.insert(0, Button(say("Ask for input"), "rounds.write", style="primary"))
    more = len(found) > skip + PAGE
    row += draw_page_buttons(say, "rounds.page", skip, PAGE, more=more, value=lambda at: ListPage(at, word))
    return Card(say("Input rounds"), (*parts, *await draw_unconfirmed_notice(turn), Buttons(tuple(row))))


async def _draw_round_item(turn: Turn, round: Round) -> Item:
    """Draw a list item: for the secretariat the number of answers, for others the answer of their organisations."""
    say, line = turn.say, [round_texts.describe_round_state_line(turn, round)]
    if turn.person.secretariat:
        states = [answer.state for answer, _ in await turn.store.rounds.list_round_answers(round.id)]
        said = len([state for state in states if state in (ANSWERED, DECLINED)])
        line += [say("{n} of {all} have answered", n=said, all=len(states))] if states else []
    else:
        line += await _describe_own_round_answers(turn, round)
    show = Button(say("Show"), "rounds.open", str(round.id))
    return Item(f"{round.code} {round.title}", shorten_text(round.why, 100), " · ".join(line), (show,))


async def _describe_own_round_answers(turn: Turn, round: Round) -> list[str]:
    say, found = turn.say, []
    for id in sorted(await list_reader_organisation_ids(turn.store, turn.person)):
        answer, organisation = (
            await turn.store.rounds.find_round_answer(round.id, id),
            await turn.store.organisations.find(id),
        )
        if answer is not None and organisation is not None:
            text = {ANSWERED: say("has answered"), DECLINED: say("will not answer")}.get(
                answer.state, say("not answered")
            )
            found.append(f"{organisation.name}: {text}")
    return found

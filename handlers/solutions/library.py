"""Find: solutions and answered questions, five at a time, with how far to trust them and why they came up."""

from __future__ import annotations

import re

from handlers import rights
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Item, Part, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Command, Query, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.naming import shorten
from handlers.solutions import forms, searching, solved
from handlers.solutions.matches import told
from handlers.solutions.origins import of_value
from handlers.solutions.publishing import document
from handlers.solutions.reach import today, visible_to
from handlers.solutions.showing import status, used_by, whole
from handlers.understanding.finding import Hit, find
from handlers.understanding.matches import worded
from storage.topics import Topic

router = Router()
#: hits on a page, and characters of a query that a button can carry to the next page
PAGE, LONGEST = 5, 1800
_TOPIC = re.compile(r"(?:^|\s)(?:tema|topic|emne):\s*([\w-]+)", re.IGNORECASE)


@router.on(Command, "find")
async def search(event: Command, turn: Turn) -> Reply:
    return Reply(await hits_card(turn, event.text))


@router.on(Query, "solutions.find")
async def search_as_typed(event: Query, turn: Turn) -> Reply:
    return Reply(await hits_card(turn, event.text, event.skip, remember=False))


@router.on(Click, "find.more")
async def show_more(event: Click, turn: Turn) -> Reply:
    """ "5:nettkø": the page that begins with the sixth hit."""
    skip, _, text = event.value.partition(":")
    first = int(skip) if skip.isdecimal() and len(skip) < 5 else 0
    return Reply(await hits_card(turn, text, first), replace=True)


@router.on(Click, "solutions.search", opens=True)
async def ask_for_words(event: Click, turn: Turn) -> Reply:
    """The value is what found nothing just before: what is opened in the end was meant by it."""
    say = turn.say
    text = Field("text", say("What do you look for?"), hint=say("A few words, in the language you like."), most=200)
    return Reply(
        form=Form(say("Find help"), "solutions.search", (text,), say("Search"), searching.trail(turn, "", event.value))
    )


@router.on(Submission, "solutions.search")
async def search_form(event: Submission, turn: Turn) -> Reply:
    if not event.text("text"):
        raise UserError("", {"text": turn.say("Write a few words.")})
    return Reply(await hits_card(turn, event.text("text"), tried=event.value))


@router.on(Command, "solution")
async def solution(event: Command, turn: Turn) -> Reply:
    """With a code: show it. With another word: search. Without: record one."""
    word = event.text.strip()
    if word and word.casefold() not in {"ny", "nytt", "nye", "new"}:
        return await _by_code(turn, word)
    await rights.need_member(turn)
    if event.reply_to is None:
        return Reply(form=await forms.first_form(turn, "solutions.save", (await of_value(turn, "")).words))
    # a line of chat opens no form: a button does
    button = Button(turn.say("Save a solution"), "solutions.write", style="primary")
    return Reply(Card("", (Text(turn.say("Share something that worked.")), Buttons((button,)))))


async def hits_card(turn: Turn, text: str, skip: int = 0, *, tried: str = "", remember: bool = True) -> Card:
    """`tried`: searches before it that found nothing. A search that is still being typed is not to be remembered."""
    say, text = turn.say, " ".join(text.split())[:LONGEST]
    topic, words = await _topic(turn, text)
    if not words:
        return _how(turn)
    levels, topic_id = rights.levels(turn.person), topic.id if topic else None
    hits = await find(turn.store, words, levels=levels, topic_id=topic_id, limit=PAGE + 1, skip=skip)
    searched = searching.trail(turn, words, tried) if remember else ""
    items = [item for hit in hits[:PAGE] if (item := await _item(turn, hit, searched))]
    if remember and not skip:
        await (searching.found(turn, words) if items else searching.missed(turn, words, topic))
    if not items:
        return _nothing(turn, words, searched, first=not skip)
    row = [Button(say("Next page"), "find.more", f"{skip + PAGE}:{text}")] if len(hits) > PAGE else []
    if skip:
        row.append(Button(say("Previous page"), "find.more", f"{max(skip - PAGE, 0)}:{text}"))
    parts: list[Part] = [Text(say("Topic: {topic}.", topic=topic.name(say.language)), "subtle")] if topic else []
    if not turn.person.guest:
        row.append(Button(say("Ask a question"), "questions.write"))
    return Card(say("Found for «{words}»", words=shorten(words, 80)), (*parts, *items, Buttons(tuple(row))))


async def _item(turn: Turn, hit: Hit, searched: str) -> Item | None:
    value = f"{hit.id}:{searched}" if searched else str(hit.id)
    if hit.kind == "question":
        return await solved.item(turn, hit.id, hit.why, value)
    solution = await turn.store.solutions.find(hit.id)
    if solution is None or not visible_to(turn.person, solution):
        return None
    mark = await status(turn.store, solution, turn.say, today(turn))
    uses = used_by(turn.say, await turn.store.solutions.uses(solution.id))
    why = told(turn.say, worded(hit.why, document(solution).text))
    notes = " · ".join(filter(None, (mark, solution.park, uses, why)))
    show = Button(turn.say("Show"), "solutions.open", value)
    return Item(f"{solution.code} {solution.title}", shorten(solution.done, 200), notes, (show,))


async def _topic(turn: Turn, text: str) -> tuple[Topic | None, str]:
    """ "tema:nett varme" looks only in that topic; an unknown topic is searched for as words."""
    named = _TOPIC.search(text)
    topic = await turn.store.topics.by_slug(named.group(1).lower()) if named else None
    return (None, text) if topic is None or named is None else (topic, text.replace(named.group(), " ").strip())


async def _by_code(turn: Turn, word: str) -> Reply:
    digits = word.lstrip("Ll").lstrip("-")
    code = f"L-{int(digits):03d}" if digits.isdecimal() and len(digits) < 9 else word
    found = await turn.store.solutions.by_code(code) or await turn.store.solutions.by_code(word)
    if found is not None and visible_to(turn.person, found):
        return Reply(await whole(turn, found))
    if not any(letter.isdigit() for letter in word):
        return Reply(await hits_card(turn, word))
    near = await turn.store.solutions.near(code, rights.levels(turn.person))
    text = turn.say("I find no solution {code}.", code=code)
    if near:
        text = turn.say("I find no solution {code}. Did you mean {codes}?", code=code, codes=", ".join(near))
    return Reply(Card("", (Text(text), Buttons((Button(turn.say("Find help"), "solutions.search"),)))))


def _how(turn: Turn) -> Card:
    say = turn.say
    parts = (
        Text(say("Write «find» and a few words: find power queue.")),
        Text(say("I look in solutions and answered questions, in bokmål, nynorsk and English.")),
        Text(say("To look in one topic only: find topic:nett transformer."), "subtle"),
        Buttons((Button(say("Search"), "solutions.search", style="primary"),)),
    )
    return Card(say("Find help"), parts)


def _nothing(turn: Turn, words: str, searched: str, *, first: bool) -> Card:
    say = turn.say
    text = say("Found nothing. Try other words, or ask the question in a topic.") if first else say("There is no more.")
    row = [Button(say("Search"), "solutions.search", searched)]
    if not turn.person.guest:
        row.insert(0, Button(say("Ask a question"), "questions.write", style="primary"))
    return Card("", (Text(text), Text(f"«{shorten(words, 80)}»", "subtle"), Buttons(tuple(row))))

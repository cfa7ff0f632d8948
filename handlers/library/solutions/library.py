"""Find: solutions, answered questions, issues, consultations, five at a time, with how far to trust them and why."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Item, Part, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Command, Query, Submission
from handlers.chat.records import searched_kinds
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.naming import shorten
from handlers.language.finding import Hit, find
from handlers.library.solutions import filters, forms, searching
from handlers.library.solutions.filters import Asked, Filters
from handlers.library.solutions.lookup import may_see_solution
from handlers.library.solutions.origins import of_value
from handlers.library.solutions.showing import whole

router = Router()
#: hits on a page
PAGE = 5


@router.on(Command, "find", searches=True)
async def search(event: Command, turn: Turn) -> Reply:
    return Reply(await hits_card(turn, event.text))


@router.on(Query, "solutions.find", searches=True)
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


@router.on(Submission, "solutions.search", searches=True)
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
        words = (await of_value(turn, "")).words
        return Reply(form=await forms.new_form(turn, "solutions.save", words, "", None))
    # a line of chat opens no form: a button does
    button = Button(turn.say("Save a solution"), "solutions.write", style="primary")
    return Reply(Card("", (Text(turn.say("Share something that worked.")), Buttons((button,)))))


async def hits_card(turn: Turn, text: str, skip: int = 0, *, tried: str = "", remember: bool = True) -> Card:
    """`tried`: searches before it that found nothing. A search that is still being typed is not to be remembered."""
    say, asked = turn.say, await filters.understood(turn, text)
    if not asked.words:
        return _how(turn)
    hits = await find(
        turn.store,
        asked.words,
        **await asked.filters.scope(turn),
        limit=PAGE + 1,
        skip=skip,
        meanings=turn.meanings,
    )
    searched = searching.trail(turn, asked.words, tried) if remember else ""
    items = [item for hit in hits[:PAGE] if (item := await _item(turn, hit, searched))]
    if remember and not skip:
        await _remember(turn, asked, found=bool(items))
    if not items:
        return _nothing(turn, asked, searched, first=not skip)
    typed = asked.typed()
    row = [Button(say("Next page"), "find.more", f"{skip + PAGE}:{typed}")] if len(hits) > PAGE else []
    if skip:
        row.append(Button(say("Previous page"), "find.more", f"{max(skip - PAGE, 0)}:{typed}"))
    row.append(Button(say("Filter"), "find.narrow", typed))
    if not turn.person.guest:
        row.append(Button(say("Ask a question"), "questions.write"))
    title = say("Found for «{words}»", words=shorten(asked.words, 80))
    return Card(title, (*_narrowed(turn, asked), *items, Buttons(tuple(row))))


def _narrowed(turn: Turn, asked: Asked) -> list[Part]:
    """What was not understood, and what is left out."""
    told = asked.filters.told(turn.say)
    return [*map(Text, asked.unknown), *([Text(told, "subtle")] if told else [])]


async def _item(turn: Turn, hit: Hit, searched: str) -> Item | None:
    value = f"{hit.id}:{searched}" if searched else str(hit.id)
    return await searched_kinds()[hit.kind].draw_hit(turn, hit, value)


async def _by_code(turn: Turn, word: str) -> Reply:
    digits = word.lstrip("Ll").lstrip("-")
    code = f"L-{int(digits):03d}" if digits.isdecimal() and len(digits) < 9 else word
    found = await turn.store.solutions.by_code(code) or await turn.store.solutions.by_code(word)
    if found is not None and await may_see_solution(turn.store, turn.person, found):
        return Reply(await whole(turn, found))
    if not any(letter.isdigit() for letter in word):
        return Reply(await hits_card(turn, word))
    sight = await turn.store.reaches.sight(turn.person)
    near = await turn.store.solutions.near(code, rights.levels(turn.person), sight)
    text = turn.say("I find no solution {code}.", code=code)
    if near:
        text = turn.say("I find no solution {code}. Did you mean {codes}?", code=code, codes=", ".join(near))
    return Reply(Card("", (Text(text), Buttons((Button(turn.say("Find help"), "solutions.search"),)))))


def _how(turn: Turn) -> Card:
    say = turn.say
    parts = (
        Text(say("Write «find» and a few words: find power queue.")),
        Text(say("I look in solutions and questions, in bokmål, nynorsk and English.")),
        Text(
            say("To narrow it: find heat topic:nett language:english verified. Or press Filter on what was found."),
            "subtle",
        ),
        Buttons((Button(say("Search"), "solutions.search", style="primary"),)),
    )
    return Card(say("Find help"), parts)


async def _remember(turn: Turn, asked: Asked, *, found: bool) -> None:
    """What is narrowed to more than a topic may well be there otherwise: it is not missed."""
    topic = asked.filters.topic
    if found:
        await searching.found(turn, asked.words)
    elif asked.filters == Filters(topic=topic):
        await searching.missed(turn, asked.words, topic)


def _nothing(turn: Turn, asked: Asked, searched: str, *, first: bool) -> Card:
    say, narrowed = turn.say, asked.filters.typed()
    text = say("Found nothing. Try other words, or ask the question in a topic.") if first else say("There is no more.")
    row = [Button(say("Search"), "solutions.search", searched)]
    if narrowed and first:
        text = say("Found nothing within this.")
        row = [
            Button(say("Search everything"), "find.more", f"0:{asked.words}"),
            Button(say("Filter"), "find.narrow", asked.typed()),
        ]
    if not turn.person.guest:
        row.insert(0, Button(say("Ask a question"), "questions.write", style="primary"))
    words = Text(f"«{shorten(asked.words, 80)}»", "subtle")
    return Card("", (Text(text), words, *_narrowed(turn, asked), Buttons(tuple(row))))

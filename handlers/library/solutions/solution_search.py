"""Find solutions, answered questions, issues and consultations, five a page, with badge and matches."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat import verbs
from handlers.chat.button_values import ListPage
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Item, Part, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Command, Query, Submission
from handlers.chat.page_buttons import draw_page_buttons
from handlers.chat.record_kinds import list_searched_kinds
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.members.guest_requests import draw_admission_buttons
from handlers.directory.members.unconfirmed_notice import draw_unconfirmed_notice
from handlers.language.document_search import Hit, search_documents
from handlers.library.solutions import forms, search_filters, search_log
from handlers.library.solutions.lookup import may_see_solution
from handlers.library.solutions.own_solutions import draw_own_solutions
from handlers.library.solutions.search_filters import SearchFilters, SearchRequest
from handlers.library.solutions.shown_solution import build_solution_reply
from handlers.library.solutions.solution_origins import build_typed_origin
from handlers.library.solutions.solved_questions import drop_questions_shown_as_solutions

router = Router()
#: hits on a page
PAGE = 5


@router.on(Command, "find", searches=True)
async def on_find_command(event: Command, turn: Turn) -> Reply:
    return Reply(await draw_hits_card(turn, event.text))


@router.on(Query, "solutions.find", searches=True)
async def on_solutions_find_query(event: Query, turn: Turn) -> Reply:
    return Reply(await draw_hits_card(turn, event.text, event.skip, remember=False))


@router.on(Click, "find.more")
async def on_find_more(event: Click, turn: Turn) -> Reply:
    """Show another page: "5:nettkø" is the page that begins with the sixth hit."""
    page = ListPage.parse_value(event.value)
    return Reply(await draw_hits_card(turn, page.word, page.skip), replace=True)


@router.on(Click, "solutions.search", opens=True)
async def on_solutions_search_open(event: Click, turn: Turn) -> Reply:
    """Open the search form. The value holds searches that just found nothing.

    A record opened at the end is counted as what those searches meant.
    """
    say = turn.say
    text = Field("text", say("What do you look for?"), hint=say("A few words, in the language you like."), most=200)
    return Reply(
        form=Form(
            say("Find help"),
            "solutions.search",
            (text,),
            say("Search"),
            search_log.build_search_trail(turn, "", event.value),
        )
    )


@router.on(Submission, "solutions.search", searches=True)
async def on_solutions_search_submit(event: Submission, turn: Turn) -> Reply:
    if not event.get_text("text"):
        raise UserError("", {"text": turn.say("Write a few words.")})
    return Reply(await draw_hits_card(turn, event.get_text("text"), tried=event.value))


@router.on(Command, "solution")
async def on_solution_command(event: Command, turn: Turn) -> Reply:
    """Show a solution by code, search for another word, or open the form: with what was done, or stands after "new"."""
    word = event.text.strip()
    typed = verbs.find_begun_solution(word) if word else ""
    if typed is None:
        return await _reply_with_solution_code(turn, word)
    await rights.need_member(turn)
    if event.reply_to is None:
        words = (await build_typed_origin(turn, typed)).words
        return Reply(form=await forms.draw_new_solution_form(turn, "solutions.save", words, "", None))
    # A command cannot open a form, but a button can.
    return Reply(await draw_own_solutions(turn, typed))


async def draw_hits_card(turn: Turn, text: str, skip: int = 0, *, tried: str = "", remember: bool = True) -> Card:
    """Search and draw the hits; `tried`: earlier searches that found nothing.

    `remember` is False for a search that is still being typed.
    """
    say, asked = turn.say, await search_filters.parse_search_request(turn, text)
    if not asked.words:
        return _draw_search_help_card(turn)
    hits = await search_documents(
        turn.store,
        asked.words,
        await asked.filters.build_search_scope(turn),
        limit=PAGE + 1,
        skip=skip,
        meanings=turn.meanings,
    )
    searched = search_log.build_search_trail(turn, asked.words, tried) if remember else ""
    shown = await drop_questions_shown_as_solutions(turn.store, hits[:PAGE])
    items = [item for hit in shown if (item := await _draw_search_hit(turn, hit, searched))]
    if remember and not skip:
        await _log_search_result(turn, asked, found=bool(items))
    if not items:
        return await _draw_no_hits_card(turn, asked, searched, first=not skip)
    typed = asked.format_request()
    more = len(hits) > PAGE
    row = draw_page_buttons(say, "find.more", skip, PAGE, more=more, value=lambda at: ListPage(at, typed))
    row.append(Button(say("Filter"), "find.narrow", typed))
    if not turn.person.guest:
        row.append(Button(say("Ask a question"), "questions.write"))
    title = say("Found for “{words}”", words=shorten_text(asked.words, 80))
    parts = (*_draw_filter_lines(turn, asked), *items, Buttons(tuple(row)), *await draw_unconfirmed_notice(turn))
    return Card(title, parts)


async def is_anything_found(turn: Turn, text: str) -> bool:
    """Return True if a search for these words, as they are written, has a hit for this reader."""
    asked = await search_filters.parse_search_request(turn, text)
    scope = await asked.filters.build_search_scope(turn)
    return bool(asked.words) and bool(await search_documents(turn.store, asked.words, scope, limit=1))


def _draw_filter_lines(turn: Turn, asked: SearchRequest) -> list[Part]:
    """Describe what was not understood and which filters apply."""
    told = asked.filters.describe_filters(turn.say)
    return [*map(Text, asked.unknown), *([Text(told, "subtle")] if told else [])]


async def _draw_search_hit(turn: Turn, hit: Hit, searched: str) -> Item | None:
    value = search_log.OpenedRecord(hit.id, searched).encode_value() if searched else str(hit.id)
    return await list_searched_kinds()[hit.kind].draw_hit(turn, hit, value)


async def _reply_with_solution_code(turn: Turn, word: str) -> Reply:
    digits = word.lstrip("Ll").lstrip("-")
    code = f"L-{int(digits):03d}" if digits.isdecimal() and len(digits) < 9 else word
    found = await turn.store.solutions.find_solution_by_code(code) or await turn.store.solutions.find_solution_by_code(
        word
    )
    if found is not None and await may_see_solution(turn.store, turn.person, found):
        return await build_solution_reply(turn, found)
    if not any(letter.isdigit() for letter in word):
        return Reply(await draw_hits_card(turn, word))
    viewer = await turn.store.audiences.build_viewer(turn.person)
    near = await turn.store.solutions.list_similar_codes(code, rights.list_solution_levels(turn.person), viewer)
    text = turn.say("I cannot find solution {code}.", code=code)
    if near:
        text = turn.say(
            "I cannot find solution {code}. Did you mean {codes}?", code=code, codes=turn.say.listed(near, either=True)
        )
    row = Buttons((Button(turn.say("Find help"), "solutions.search"),))
    return Reply(Card("", (Text(text), row, *await draw_unconfirmed_notice(turn))))


def _draw_search_help_card(turn: Turn) -> Card:
    say = turn.say
    parts = (
        Text(say("Write “find” and a few words: find power queue.")),
        Text(say("I search solutions and questions in bokmål, nynorsk and English.")),
        Text(
            say("To narrow it: find heat topic:nett language:english verified. Or press Filter on the results."),
            "subtle",
        ),
        Buttons((Button(say("Search"), "solutions.search", style="primary"),)),
    )
    return Card(say("Find help"), parts)


async def _log_search_result(turn: Turn, asked: SearchRequest, *, found: bool) -> None:
    """Log the search. A search narrowed beyond its topic is not logged as missed: the record may exist
    elsewhere.
    """
    topic = asked.filters.topic
    if found:
        await search_log.log_found_search(turn, asked.words)
    elif asked.filters == SearchFilters(topic=topic):
        await search_log.log_missed_search(turn, asked.words, topic)


async def _draw_no_hits_card(turn: Turn, asked: SearchRequest, searched: str, *, first: bool) -> Card:
    say, narrowed = turn.say, asked.filters.format_filters()
    text = _describe_no_hits(turn) if first else say("There is no more.")
    row = [Button(say("Search"), "solutions.search", searched)]
    if narrowed and first:
        text = say("Found nothing within this.")
        row = [
            Button(say("Search everything"), "find.more", ListPage(0, asked.words).encode_value()),
            Button(say("Filter"), "find.narrow", asked.format_request()),
        ]
    if turn.person.guest:
        row += await draw_admission_buttons(turn)
    else:
        row.insert(0, Button(say("Ask a question"), "questions.write", style="primary"))
    words = Text(say("“{words}”", words=shorten_text(asked.words, 80)), "subtle")
    parts = (Text(text), words, *_draw_filter_lines(turn, asked), Buttons(tuple(row)))
    return Card("", (*parts, *await draw_unconfirmed_notice(turn)))


def _describe_no_hits(turn: Turn) -> str:
    if turn.person.guest:
        return turn.say("Found nothing. Try other words. Only members can ask the network.")
    return turn.say("Found nothing. Try other words, or ask the question in a topic.")

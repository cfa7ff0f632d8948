"""Show parks and topics: how much is known of each topic in each park, and the records that a cell is made of."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.exchange.mapping.topic_records import (
    KINDS,
    QUESTION,
    ROUND,
    SOLUTION,
    TRIAL,
    TopicMap,
    build_topic_map,
    describe_topic_count,
)
from handlers.pages.addresses import ROOT
from handlers.pages.chart_parts import Matrix, MatrixMark, MatrixRow
from handlers.pages.exchange_tabs import PARKS, TOPIC_MAP, build_map_tabs
from handlers.pages.map_pages import SECTION, SILENT, Marks, cut_page, draw_map_count, may_see_map, parse_map_page
from handlers.pages.page_parts import EntryList, PageEntry, PageLink, PageRequest, WebPage
from handlers.pages.question_pages import QUESTIONS
from handlers.pages.record_list_page import map_topics
from handlers.pages.solution_pages import PATH as SOLUTION_PAGES
from handlers.pages.solution_pages import SOLUTIONS
from handlers.policy.rounds.lookup import may_see_round
from handlers.policy.rounds.round_view import draw_full_round
from storage.directory.organisations import Organisation
from storage.directory.topics import Topic
from storage.policy.rounds import ADOPTION, CLOSED, OPEN

#: rounds and solutions of one cell; one round
CELL, ROUNDS = f"{TOPIC_MAP}/cell", f"{ROOT}/rounds"
#: parks on a page: it stays small where every cell is full
TOPIC_PARKS = 8
#: characters of a text in a list, and entries of one
LONGEST_TEXT, MOST_ENTRIES = 200, 50
SIGNS = {SOLUTION: "✓", ROUND: "●", TRIAL: "◌", QUESTION: "?"}
_LISTS = {SOLUTION: SOLUTIONS.path, QUESTION: QUESTIONS.path, ROUND: CELL, TRIAL: CELL}


async def draw_topic_map_page(turn: Turn, asked: PageRequest) -> WebPage | None:
    """Draw parks x topics; each number leads to the records that it counts."""
    if not may_see_map(turn):
        return None
    say, known, topics = turn.say, await build_topic_map(turn), await map_topics(turn)
    choices = parse_map_page(turn, asked, len(known.parks), TOPIC_PARKS)
    if choices is None:
        return None
    used = (topics[id] for id in known.list_topic_ids() if id in topics)
    shown = sorted(used, key=lambda topic: topic.get_name(say.language).casefold())
    rows = tuple(
        MatrixRow(park.name, tuple(_mark_topics(say, park, topic, known) for topic in shown), f"{PARKS}/{park.code}")
        for park in cut_page(known.parks, choices, TOPIC_PARKS)
    )
    labels = {
        SOLUTION: say("Solutions"),
        ROUND: say("Has done it, or is on the way"),
        TRIAL: say("Tries a solution"),
        QUESTION: say("Questions"),
    }
    legend = (*((SIGNS[kind], labels[kind]) for kind in KINDS), (SILENT, say("Nothing yet")))
    title, names = say("Parks and topics"), tuple(topic.get_name(say.language) for topic in shown)
    return WebPage(
        SECTION,
        title,
        say("Who knows something of a topic, and who has asked. Each number leads to its list."),
        groups=(build_map_tabs(say, TOPIC_MAP),),
        listing=draw_map_count(say, choices, len(known.parks), TOPIC_PARKS) if shown else _draw_no_topic(say),
        table=PageLink(say("Table (CSV)"), f"{TOPIC_MAP}.csv?{urlencode({'page': choices.page})}"),
        matrices=(Matrix(title, say("Park"), names, rows, legend),) if rows and shown else (),
    )


def _draw_no_topic(say: Say) -> EntryList:
    return EntryList((), say("No solution, question or round comes from a park yet."))


def _mark_topics(say: Say, park: Organisation, topic: Topic, known: TopicMap) -> Marks:
    about, choices = f"{park.name}, {topic.get_name(say.language)}", urlencode({"topic": topic.slug, "park": park.code})
    found = [
        MatrixMark(
            f"{SIGNS[kind]}{say.format_number(n)}",
            f"{about}: {describe_topic_count(say, kind, n)}",
            f"{_LISTS[kind]}?{choices}",
        )
        for kind in KINDS
        if (n := known.counts[kind].get((park.id, topic.id), 0))
    ]
    return tuple(found) or (MatrixMark(SILENT, say("Nothing yet")),)


async def draw_cell_page(turn: Turn, asked: PageRequest) -> WebPage | None:
    """List who has done something about a topic in a park, and the solutions that are tried there."""
    if not may_see_map(turn):
        return None
    say, known = turn.say, await build_topic_map(turn)
    park = next((one for one in known.parks if one.code == asked.query.get("park")), None)
    slug = asked.query.get("topic")
    topic = next((one for one in (await map_topics(turn)).values() if one.slug == slug), None)
    if park is None or topic is None:
        return None
    cell, entries = (park.id, topic.id), list[PageEntry]()
    for id in known.rounds.get(cell, ())[-MOST_ENTRIES:]:
        round = await turn.store.rounds.find(id)
        if round is not None:
            note = (say("Has done it, or is on the way"),)
            address = f"{ROUNDS}/{round.code}"
            entries.append(PageEntry(round.title, address, round.code, shorten_text(round.why, LONGEST_TEXT), note))
    tried = await turn.store.solutions.map_solutions_by_id(known.trials.get(cell, ())[-MOST_ENTRIES:])
    for row in tried.values():
        address, note = f"{SOLUTION_PAGES}/{quote(row.code, safe='')}", (say("Tries a solution"),)
        entries.append(PageEntry(row.title, address, row.code, shorten_text(row.problem, LONGEST_TEXT), note))
    summary = say.many("{n} record", "{n} records", len(entries)) if entries else say("Nothing yet")
    title = f"{park.name}: {topic.get_name(say.language)}"
    back = PageLink(say("Parks and topics"), TOPIC_MAP)
    return WebPage(SECTION, title, back=back, listing=EntryList(tuple(entries), summary))


async def draw_round_page(turn: Turn, asked: PageRequest) -> WebPage | None:
    """Draw a round that asks who has done something, for those who are asked and the secretariat."""
    round = await turn.store.rounds.find_round_by_code(asked.code)
    seen = round is not None and round.form == ADOPTION and round.state in (OPEN, CLOSED)
    if round is None or not seen or not may_see_map(turn) or not await may_see_round(turn.store, turn.person, round):
        return None
    card = await draw_full_round(turn, round)
    return WebPage(SECTION, round.title, round.code, PageLink(turn.say("Parks and topics"), TOPIC_MAP), card=card)

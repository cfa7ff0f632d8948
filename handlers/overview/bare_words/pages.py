"""Read the name of one of the bot's pages: "agenda", "saksliste", "meeting rooms", "stille tid"."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from handlers.access import rights
from handlers.chat.cards import Reply
from handlers.chat.events import Command
from handlers.chat.turn import Turn
from handlers.chat.verbs import fold_word
from handlers.language.bot_question_patterns import is_time_word
from handlers.language.lexicon import load_wordlist
from handlers.language.spelling import is_probable_misspelling
from handlers.language.text_analysis import is_known_word, split_tokens
from handlers.meetings import meeting_list
from handlers.meetings.actions.asked_actions import show_asked_actions
from handlers.meetings.agenda import shown_agenda
from handlers.meetings.agenda.item_offers import draw_item_offer, find_named_item
from handlers.overview.bare_words.named_meetings import find_named_occurrence
from handlers.overview.bare_words.readings import COMMAND, PAGE, Answer, Reading, answer_with_button
from handlers.overview.bare_words.undo_page import show_what_can_be_undone
from handlers.overview.digest.cards import draw_week
from handlers.overview.me_command import answer_language
from handlers.overview.policies.privacy_notice import draw_privacy_card

#: file with the words of pages, and its list of words that may stand beside those of any page
FILE, BESIDE = "page_words.txt", "page_beside"


@dataclass(frozen=True, slots=True)
class Page:
    """Describe a page of the bot."""

    #: its name, or the verb that shows it
    target: str
    answer: Answer
    #: word lists; the text has a word of each
    lists: tuple[str, ...]
    kind: str = PAGE
    #: list of words that may stand beside them
    beside: str = BESIDE


def answer_with_verb(name: str) -> Answer:
    """Return an answer that does what this verb does alone, with its rights."""

    async def answer_typed_verb(event: Command, turn: Turn) -> Reply | None:
        return await rights.run_inner_action(turn, dataclasses.replace(event, name=name, text=""))

    return answer_typed_verb


async def _show_next_agenda(event: Command, turn: Turn) -> Reply:
    """Show the agenda of the meeting that is named, else of the next one. List all when there are none.

    What stands behind a colon is offered as an item of it.
    """
    await rights.need_member(turn)
    named = await find_named_occurrence(turn, event.text)
    found = [named] if named is not None else await meeting_list.list_visible_occurrences(turn, 1)
    if not found:
        return Reply(await meeting_list.draw_meeting_list(turn, 0))
    item = find_named_item(event.text)
    offer = draw_item_offer(turn, found[0], item) if item else None
    return Reply(offer) if offer is not None else await shown_agenda.build_agenda_reply(turn, found[0])


async def _show_privacy(_event: Command, turn: Turn) -> Reply:
    return Reply(draw_privacy_card(turn))


async def _show_week(_event: Command, turn: Turn) -> Reply:
    return Reply(await draw_week(turn))


_HOURS = answer_with_verb("notifications")
#: The first page that fits is shown.
PAGES = (
    Page("agenda", _show_next_agenda, ("page_agenda",)),
    Page("minutes", answer_with_button("minutes.list"), ("page_minutes",)),
    Page("actions", show_asked_actions, ("page_actions",)),
    Page("actions", show_asked_actions, ("page_actions_first", "page_actions_last")),
    Page("rooms", answer_with_button("topics.page"), ("page_rooms",), beside="page_rooms_beside"),
    Page("language", answer_language, ("page_language",), beside="page_language_beside"),
    Page("hours", _HOURS, ("page_hours",), beside="page_hours_beside"),
    Page("hours", _HOURS, ("page_hours_first", "page_hours_last")),
    Page("hours", _HOURS, ("page_back",), beside="page_back_beside"),
    Page("calendar", answer_with_button("calendar.feeds"), ("page_calendar",), beside="page_calendar_beside"),
    Page("privacy", _show_privacy, ("page_privacy",), beside="page_privacy_beside"),
    Page("home", answer_with_verb("home"), ("page_home",)),
    Page("home", answer_with_verb("home"), ("page_home_questions",)),
    Page("week", _show_week, ("page_week",)),
    Page("undo", show_what_can_be_undone, ("page_undo",), COMMAND),
    Page("undo", show_what_can_be_undone, ("page_wait",), COMMAND, "page_wait_beside"),
    Page("home", answer_with_verb("home"), ("page_send",), beside="page_send_beside"),
    Page("help", answer_with_verb("help"), ("page_help",)),
    Page("find", answer_with_verb("find"), ("page_library",), COMMAND, "page_library_beside"),
    Page("topics", answer_with_verb("topics"), ("page_topics",), COMMAND),
    Page("me", answer_with_verb("me"), ("page_me",), COMMAND),
    Page("web", answer_with_verb("web"), ("page_web",), COMMAND),
    Page("web", answer_with_verb("web"), ("page_web_on", "page_web_net"), COMMAND),
    Page("meeting", answer_with_verb("meeting"), ("page_meetings",), COMMAND),
    Page("solution", answer_with_verb("solution"), ("page_solutions",), COMMAND),
    Page("issue", answer_with_verb("issue"), ("page_issues",), COMMAND),
    Page("consultation", answer_with_verb("consultation"), ("page_consultations",), COMMAND),
    Page(
        "exchange",
        answer_with_button("exchange.own"),
        ("page_exchange", "page_exchange_mine"),
        COMMAND,
        "page_exchange_beside",
    ),
    Page("exchange", answer_with_verb("exchange"), ("page_exchange",), COMMAND, "page_exchange_beside"),
    Page("my data", answer_with_verb("data"), ("page_data", "page_data_mine"), COMMAND),
    Page("input", answer_with_button("schemes.list"), ("page_schemes",), COMMAND),
    Page("who", answer_with_verb("who"), ("page_contacts",), COMMAND),
    Page("who", answer_with_verb("who"), ("page_secretariat",), COMMAND),
)
#: name of a page, or the verb that shows it -> the page
PAGES_BY_TARGET = {page.target: page for page in PAGES}


async def read_page_name(_turn: Turn, text: str) -> Reading | None:
    page = find_named_page(text)
    return Reading(page.kind, page.target, page.answer) if page is not None else None


def find_named_page(text: str) -> Page | None:
    """Return the page that all words of the text name, or one word with a slip; any other word rules it out.

    A day may stand beside them: "agenda 8. desember".
    """
    tokens = split_tokens(text)
    words = frozenset(filter(None, (fold_word(token) for token in tokens if not is_time_word(token))))
    found = next((page for page in PAGES if words and _matches_page_words(page, words)), None)
    if found is not None or not words or len(tokens) != 1 or is_known_word(tokens[0]):
        return found
    return next((page for page in PAGES if _is_page_word_with_slip(page, *words)), None)


def asks_for_own_listings(text: str) -> bool:
    """Return True for a line with "mine tilbud", "tilboda våre" or "our listings" in it."""
    listings, mine = (_load_folded_words(name) for name in ("page_exchange", "page_exchange_mine"))
    words = [fold_word(token) for token in split_tokens(text)]
    return any({one, other} & listings and {one, other} & mine for one, other in pairwise(words))


def _is_page_word_with_slip(page: Page, word: str) -> bool:
    return len(page.lists) == 1 and any(
        is_probable_misspelling(word, known) for known in _load_folded_words(page.lists[0])
    )


def _matches_page_words(page: Page, words: frozenset[str]) -> bool:
    lists = [_load_folded_words(name) for name in page.lists]
    beside = _load_folded_words(BESIDE) | _load_folded_words(page.beside)
    return words <= beside.union(*lists) and not any(map(words.isdisjoint, lists))


@cache
def _load_folded_words(name: str) -> frozenset[str]:
    return frozenset(map(fold_word, load_wordlist(name, FILE)))

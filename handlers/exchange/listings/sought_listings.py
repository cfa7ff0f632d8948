"""Find the listings that somebody asks for: "hvem har spillvarme?" is answered by those who offer heat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.chat.button_values import ButtonValue
from handlers.chat.cards import Button, Buttons, Card, Part, Text
from handlers.chat.page_buttons import draw_page_buttons, draw_page_note
from handlers.chat.turn import Turn
from handlers.exchange.describing.mention_types import choose_kind, choose_mention_type
from handlers.exchange.describing.word_finder import find_mentions
from handlers.exchange.listing_labels import describe_direction
from handlers.exchange.listings.blind_listings import draw_blind_item, list_blind_listings
from handlers.exchange.listings.listing_card import draw_listing_item
from handlers.exchange.listings.listing_draft import draw_answer_button
from handlers.exchange.listings.lookup import list_others_listings, list_own_organisation_ids
from handlers.exchange.matches.blind_views import BlindListing
from handlers.exchange.matches.exchange_uses import is_listing_spent
from handlers.exchange.matches.readable_rests import ReadableRests, load_readable_rests
from handlers.exchange.matching.listing_texts import read_text_facts
from handlers.language.flow_questions import read_flow_question
from handlers.quantities.text_folding import TextToken, fold_signs, fold_words, split_folded_text
from storage.exchange.listings import NEED, OFFER, Listing

#: entries on a page; entries of one flow that are looked at; characters of the words in a title
PAGE, LOOKED_AT, TITLE = 4, 200, 60
#: words that may stand between the verb and what is asked for
_BEFORE = fold_words(
    """
    ledig ledige overskudd overskot overskytende overskytande av om for på noe noko litt mye mykje mer meir nok til en
    ei et ein eit spare surplus excess leftover any some more a an the of free billig billeg brukt gratis tørr tørt rein
    ren rent reint mw kw gwh mwh kwh t tonn tonnes tons m3 nm3 kg h time timen år
    """
)
#: words with which what stands behind it may begin: where it is, how warm, for whom
_BEHIND = fold_words(
    """
    til å i på frå fra nær nærare under over med ved omkring rundt rett og eller ledig ledige akkurat no nå for to near
    in from at on with above below and or around available now hos innan innen
    """
)
#: words behind it at the most: whoever tells more asks the network
_MOST_BEHIND = 8


@dataclass(frozen=True, slots=True)
class SoughtFlow:
    """Hold the direction of the listings that are asked for, their type and kind, and the words for them."""

    direction: str
    type: str
    kind: str | None
    words: str


class SoughtPage(ButtonValue, frozen=True):
    """Hold how many entries the page skips, and the line that asked."""

    skip: int
    text: str


def read_sought_flow(text: str) -> SoughtFlow | None:
    """Return the flow that a line asks for and names at once; None for any other line."""
    asked = read_flow_question(text)
    if asked is None:
        return None
    tokens = split_folded_text(fold_signs(asked.words))
    mention = next(iter(find_mentions(tokens)), None)
    if mention is None or not _names_it_at_once(tokens, mention.first, mention.last):
        return None
    type_ = choose_mention_type(tokens, mention, None, (), is_need=asked.asks_offers)
    words = asked.words[mention.start : mention.end]
    return SoughtFlow(OFFER if asked.asks_offers else NEED, type_, choose_kind(mention, type_), words[:TITLE])


def _names_it_at_once(tokens: Sequence[TextToken], first: int, last: int) -> bool:
    """Return False for "hvem har god erfaring med varme?", and for what goes on to tell something."""
    before, behind = tokens[:first], tokens[last:]
    if any(token.text not in _BEFORE and not token.text[0].isdigit() for token in before):
        return False
    return not behind or (len(behind) <= _MOST_BEHIND and (behind[0].text in _BEHIND or behind[0].text[0].isdigit()))


async def list_sought_listings(turn: Turn, sought: SoughtFlow) -> list[Listing | BlindListing]:
    """List what others offer or need of the flow and this person may know; the same words first, the blind last."""
    mine = await list_own_organisation_ids(turn)
    found = await list_others_listings(turn, mine, LOOKED_AT, (sought.direction, sought.type))
    named = [one for one in found if sought.kind is None or _read_kind(one) == sought.kind]
    # of gases, who asks for nitrogen wants no air
    named.sort(key=lambda one: fold_signs(sought.words) not in fold_signs(one.text))
    if sought.kind is not None:  # its classes tell no kind
        return [*named]
    return [*named, *(one for one in await list_blind_listings(turn.store, turn.person) if _is_sought(sought, one))]


def _read_kind(listing: Listing) -> str | None:
    return read_text_facts(listing.text, listing.type, None).kind


def _is_sought(sought: SoughtFlow, one: BlindListing) -> bool:
    return (one.candidate.direction, one.candidate.type) == (sought.direction, sought.type)


async def draw_sought_listings(
    turn: Turn, sought: SoughtFlow, found: Sequence[Listing | BlindListing], text: str, skip: int = 0
) -> Card:
    """Draw a page of them; `text`: the line that asked. Without any, only that there are none."""
    say, parts = turn.say, list[Part]()
    rests = await load_readable_rests(turn, [one.id for one in found if isinstance(one, Listing)])
    shown = sorted(found, key=lambda one: isinstance(one, Listing) and is_listing_spent(one, rests.uses))
    for one in shown[skip : skip + PAGE]:
        if isinstance(one, BlindListing):
            parts.append(draw_blind_item(say, one))
        else:
            parts.append(await _draw_named(turn, one, rests))
    if not found:
        parts.append(Text(_say_none(turn, sought)))
    parts += draw_page_note(say, skip, PAGE, len(found))
    row = [] if turn.person.guest else [draw_answer_button(say, sought.direction, sought.type)]
    row += draw_page_buttons(
        say, "exchange.sought", skip, PAGE, more=len(found) > skip + PAGE, value=lambda n: SoughtPage(n, text)
    )
    row.append(Button(say("All offers and needs"), "exchange.list"))
    title = f"{describe_direction(say, sought.direction)}: {sought.words}"
    return Card(title, (*parts, Buttons(tuple(row))))


async def _draw_named(turn: Turn, listing: Listing, rests: ReadableRests) -> Part:
    organisation = await turn.store.organisations.find(listing.organisation_id)
    name = organisation.name if organisation is not None else ""
    return draw_listing_item(turn, listing, name, rests.describe_rest(listing))


def _say_none(turn: Turn, sought: SoughtFlow) -> str:
    say, flow = turn.say, sought.words
    if sought.direction == OFFER:
        return say("There is no offer of {flow} yet that you can see.", flow=flow)
    return say("There is no need for {flow} yet that you can see.", flow=flow)

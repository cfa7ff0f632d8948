"""Draw consultations among search hits: what is asked, and how far the answer has come."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat.cards import Button, Item
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.turn import Turn
from handlers.language.matches import Match, add_matched_words
from handlers.library.solutions.match_explanations import describe_matches
from handlers.policy.consultations import consultation_texts
from handlers.policy.consultations.consultation_publication import build_consultation_document
from handlers.policy.consultations.lookup import may_see_consultation
from storage.policy.consultations import PUBLIC


async def draw_consultation_hit(turn: Turn, id: int, why: Sequence[Match]) -> Item | None:
    """Draw one hit. Return None if the reader may no longer see the consultation."""
    found, say = await turn.store.consultations.find(id), turn.say
    if found is None or found.state not in PUBLIC or not await may_see_consultation(turn.store, turn.person, found):
        return None
    about = await turn.store.consultations.list_consultation_topic_ids(found.id)
    matches = describe_matches(say, add_matched_words(why, build_consultation_document(found, about).text))
    notes = " · ".join(
        filter(None, (say("Consultation"), consultation_texts.describe_consultation_state(turn, found), matches))
    )
    show = Button(say("Show"), "consultations.open", str(id))
    return Item(
        consultation_texts.format_consultation_title(found),
        shorten_text(found.outcome or found.text, 200),
        notes,
        (show,),
        code=found.code,
    )

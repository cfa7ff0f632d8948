"""Tell a text of another matter: a question, a meeting, a greeting. It is no listing, whatever words it holds."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.exchange.describing.direction_words import DirectionCue
from handlers.exchange.describing.word_finder import TextToken
from handlers.quantities.text_folding import fold_words

_QUESTIONS = """
hva hvem hvor når hvordan hvorfor hvilken hvilke hvilket kva kven kor kvar korleis kvifor kva_slags what who where
when how why which
"""
_OTHER = """
møte møtet møter møta meeting meetings referat referatet minutes saksliste agenda høring høringen høringa høyring
consultation frist fristen deadline påmelding webinar seminar workshopen rapport rapporten report konferanse
conference lunsj lunch faktura invoice takk thanks passord password innlogging nyhetsbrev newsletter presentasjon
erfaring erfaringer erfaringar experience experiences konsesjon søknad søknaden application regelverk regulation
forskrift forskriften pris prisen prisar priser price prices koster kostar cost costs støtteordning enova tilskudd
bursdag kake
"""
#: who asks for these asks for no flow: "Har noen erfaring med 4 MW varmepumpe?"
_KNOWLEDGE_WORDS = fold_words(
    "erfaring erfaringer erfaringar kunnskap kunnskaper hørt høyrt tips råd experience heard advice"
)
_ASKING_WORDS = fold_words(
    "har hvem kven noen nokon hva kva er does do has have who anyone anybody kan can trenger treng need søker søkjer"
)
_QUESTION_WORDS = fold_words(_QUESTIONS)
_OTHER_WORDS = fold_words(_OTHER)
#: a phrase this strong makes a listing of a question: "Har noen ledig damp?"
_STRONG = 3


def is_other_matter(tokens: Sequence[TextToken], cues: Sequence[DirectionCue], *, has_amount: bool) -> bool:
    """Return True for a text that neither offers nor needs anything."""
    if tokens and tokens[0].text in _ASKING_WORDS and any(token.text in _KNOWLEDGE_WORDS for token in tokens):
        return True
    if has_amount or not tokens:
        return not tokens
    if any(cue.strength >= _STRONG for cue in cues):
        return False
    return tokens[0].text in _QUESTION_WORDS or any(token.text in _OTHER_WORDS for token in tokens)

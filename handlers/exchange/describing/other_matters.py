"""Tell a text of another matter: a question, a meeting, a greeting. It is no listing, whatever words it holds."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.language.direction_words import DirectionCue
from handlers.quantities.text_folding import TextToken, fold_words

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
bursdag kake klager klagar klage complain complains complained complaint naboklage
"""
#: who asks for these asks for no flow: "Har noen erfaring med 4 MW varmepumpe?"
_KNOWLEDGE_WORDS = fold_words(
    """
    erfaring erfaringer erfaringar røynsle røynsler kunnskap kunnskaper hørt høyrt tips råd vet veit know knows
    experience heard advice
    """
)
#: who asks whether others have done these asks how it went: "Has anyone compared amine and membrane capture?"
_TRIED_WORDS = fold_words(
    """
    compared tried measured tested built installed priced calculated studied piloted replaced switched converted managed
    succeeded worked struggled noticed seen done sammenlignet sammenliknet samanlikna prøvd målt testet testa bygd
    bygget bygt installert regnet rekna vurdert byttet bytta lykkes lyktes lukkast fått klart sett gjort jobbet jobba
    merket
    """
)
#: what is asked of them is no flow: "Which permit do you need for a quay?"
_WHICH_WORDS = fold_words("which what hvilken hvilke hvilket hva kva")
_PAPERS = fold_words(
    """
    permit permits permission licence license standard standards form class code codes insurance certificate rule rules
    requirement requirements tillatelse tillatelser løyve skjema krav avfallskode kode koder forsikring sertifikat regel
    regler reglar lov godkjenning godkjenningar tolerance supplier brand leverandør
    """
)
_APPLYING, _FOR = fold_words("søker søkjer søkte søkt apply applied applying"), fold_words("om for")
_GRANTED = _PAPERS | fold_words("konsesjon støtte tilskudd tilskot midler midlar permission grant funding dispensasjon")
#: number of words in which the participle and what is asked of stand at the latest
_EARLY = 5
#: number of words in which knowledge is asked for at the latest: "om råd" at the end is "if possible"
_ASKED = 10
_ASKING_WORDS = fold_words(
    "har hvem kven noen nokon hva kva er does do has have who anyone anybody kan can trenger treng need søker søkjer"
)
_QUESTION_WORDS = fold_words(_QUESTIONS)
#: they begin a question about what is, where nothing is offered or needed
_CHECKING_WORDS = fold_words("er is are does do hva kva what")
#: who begins so asks how others do it, whatever they ask about
_HOW_WORDS = fold_words("hvordan korleis hvorfor kvifor how why")
_OTHER_WORDS = fold_words(_OTHER)
#: what somebody has read, seen or heard is no offer of theirs: "leste i avisa at", "saw in the news that"
_NEWS = fold_words(
    "leste las lest lese saw read heard hørte høyrde hørt høyrt såg minner minnar reminder påminnelse påminning"
)
_NEWS_NEXT = fold_words("i in at on om that the about på")
#: a phrase this strong makes a listing of a question: "Har noen ledig damp?"
_STRONG = 3


def is_news(tokens: Sequence[TextToken]) -> bool:
    """Return True for what somebody has read or heard, or reminds of: "leste i avisa at ..."."""
    first = next((n for n, token in enumerate(tokens[:3]) if token.text in _NEWS), None)
    return first is not None and first + 1 < len(tokens) and tokens[first + 1].text in _NEWS_NEXT


def is_other_matter(tokens: Sequence[TextToken], cues: Sequence[DirectionCue], *, has_amount: bool) -> bool:
    """Return True for a text that neither offers nor needs anything."""
    if tokens and tokens[0].text in _ASKING_WORDS and _asks_for_knowledge(tokens[:_ASKED]):
        return True
    if tokens and (_asks_how_it_is(tokens[:_EARLY]) or _applies_for_paper(tokens)):
        return True
    if tokens and tokens[0].text in _CHECKING_WORDS and not cues:
        return True
    if has_amount or not tokens:
        return not tokens
    if tokens[0].text in _HOW_WORDS:
        return True
    if any(cue.strength >= _STRONG for cue in cues):
        return False
    return tokens[0].text in _QUESTION_WORDS or any(token.text in _OTHER_WORDS for token in tokens)


def _asks_for_knowledge(begin: Sequence[TextToken]) -> bool:
    """Return True for "erfaring med 4 MW varmepumpe", and not for "800 m2, snarast råd"."""
    words = [token.text for token in begin]
    first = next((at for at, word in enumerate(words) if word[0].isdigit()), len(words))
    return not _KNOWLEDGE_WORDS.isdisjoint(words[:first])


def _asks_how_it_is(begin: Sequence[TextToken]) -> bool:
    """Return True if a text begins by asking who has tried something, or which paper it takes."""
    words = {token.text for token in begin}
    if begin[0].text in _WHICH_WORDS and words & _PAPERS:
        return True
    return begin[0].text in _ASKING_WORDS and bool(words & _TRIED_WORDS)


def _applies_for_paper(tokens: Sequence[TextToken]) -> bool:
    """Return True if somebody applies for a permit or money: "søkjer om konsesjon på 12 MW fjernvarme"."""
    words = [token.text for token in tokens]
    for at, word in enumerate(words[:-1]):
        if word in _APPLYING and words[at + 1] in _FOR and _GRANTED.intersection(words[at + 2 : at + 4]):
            return True
    return False

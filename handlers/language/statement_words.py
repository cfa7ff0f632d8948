"""Recognise statements among lines that name a time.

What says how things are orders no meeting, though it may name a day and a time of day.
"""

from __future__ import annotations

from handlers.language.late_patterns import compile_later

#: the commonest verbs of statements, which a kind of meeting and its subject have not
_SENTENCE = compile_later(
    r"\b(?:er|var|blir|ble|vart|har|hadde|skal|kan|må|bør|is|was|are|were|has|had|have|should|can|must|fungerer"
    r"|fungerte)\b"
)
#: a subject of a few words, and what it does
_STATE = compile_later(
    r"(?:leveranse|levering|varelevering|henting|vareleveranse|delivery|deliveries|pick-?up|shipment|strømstans|straumstans"
    r"|strømbrudd|straumbrot|nedetid|power (?:cut|outage)|outage|downtime)\b|"
    r"(?:[\w-]+\s){1,4}(?:closed|stengt|stengd|sperret|sperra|ute av drift|out of (?:service|order))\s|"
    r"(?!(?:vi|me|we|det|it|i|eg|jeg)\b)(?:[\w-]+\s){1,5}(?:er|is|are|går|gjeng|kommer|kjem|due|må være|må vere"
    r"|skal være|skal vere|must be|legger til|legg til|ligger til|ligg til|losser|lossar|laster|lastar|ankommer|anløper"
    r"|anløp|reiser|leveres|leverast|leverer|drar|dreg|åpner|opnar|starter|startar"
    r"|stenges|stengast|stengjast|slås av|slåast av|tømmes|tømmast|slutter|sluttar|utløper|går ut|hentes"
    r"|hentast|byttes|bytast|skiftes|skiftast|testes|testast|arrives?|visits?"
    r"|comes?|opens?|starts?|leaves?|departs?|returns?|expires?|ends?|stenger|stengjer|stopper|stoppar"
    r"|closes|stops|goes|will be|forsvinner|forsvinn|faller ut|fell ut|kobles|koples|koplast|koblast"
    r"|(?:blir|vert) (?:borte|vekke|mørk\w*|sperr\w+|steng\w+|bro[tk]\w*|brutt|slått|slege|tatt|teken|teke|utkobl\w+"
    r"|utkopl\w+|kobl\w+|kopl\w+|utilgjengel\w+))\s"
)


def has_verb(text: str) -> bool:
    """Return True if the text has one of the commonest verbs, as titles and places have not."""
    return _SENTENCE.search(text.casefold()) is not None


def begins_with_statement(text: str) -> bool:
    """Return True for "the crane is out of service on Friday"."""
    return _STATE.match(" ".join(text.casefold().split())) is not None


#: how something went, which is over: "the drill went well today"
_OUTCOME = compile_later(
    r"\b(?:gikk|gjekk|went)\s(?:[\w-]+\s){0,2}?(?:fint|bra|godt|greit|kjempe\w+|veldig\w*|strålende|strålande|dårlig|dårleg"
    r"|galt|well|fine|great|smoothly|badly|ok)\b"
)


def tells_outcome(text: str) -> bool:
    """Return True for a line that says how something went, without asking how others do it."""
    return "?" not in text and _OUTCOME.search(text.casefold()) is not None


#: what somebody who has not done it yet says of themselves
_SEEKS = (
    r"(?!(?:[\w-]+\s){0,3}(?:trenger|treng|trengte|leter|leitar|letar|ser etter|sokjer|soker|onsker|ynskjer|ynskje"
    r"|vil|ville|skal|skulle|kan|kunne|mangler|manglar|vurderer|vurderar|haper|tenker|tenkjer|tenkte|lurer|lurar|need|needed"
    r"|want|wanted|looking|look|seek|lack|hope|wonder|could|can|will|would|should|consider)\b)"
)
#: "we changed", "last year we put in", "I fixed", "changed the filter": as folded words
_DEED = compile_later(
    rf"{_SEEKS}(?:(?:her|hos oss|here|with us|i fjor|i var|i host|i vinter|i sommer|last year)\s)?"
    r"(?:(?:vi|me|we|eg|jeg)\s|i\s(?:[a-z]{3,}ed|have|put|built|made|found|got|set|took)\b"
    r"|(?:byttet|bytta|skiftet|skifta|monterte|installerte|koblet|kopla|kobla|flyttet|flytta|kjopte|bygde|bygget|satte|lagde"
    r"|changed|replaced|installed|fitted|moved|built|swapped|added)\s[\w-]+\s[\w-]+\s"
    r"|(?:har|[a-z]{2,}(?:et|te|de|a)|la|tok|fikk|fekk|satt|gikk|gjekk|have)\s(?:vi|me|we|eg|jeg)\s)"
)


def tells_deed(words: list[str]) -> bool:
    """Return True for "we changed the filter", in words as `fold_word` returns them."""
    return _DEED.match(" ".join(word for word in words if word)) is not None

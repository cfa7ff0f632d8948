"""Find what tells a direction in words that stand apart: "noen i parken kan levere", "mottaker av 300 t flis søkes"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from handlers.quantities.text_folding import TextToken, fold_words

_SOMEBODY = fold_words("noen nokon hvem kven anyone anybody someone somebody who")
_CAN = fold_words("kan kunne som can could to that who å")
_SUPPLY = fold_words(
    "levere levera skaffe skaffa selge selje selja avse avsjå tilby supply deliver sell spare provide lend"
)
_USE = fold_words(
    "tar tek takes trenger treng need needs want wants bruk nytte interested interessert interesserte interessa"
)
#: what is delivered to us is needed: "om noen kan levere det til oss"
_TO_US, _US, _OURSELVES = fold_words("til to"), fold_words("oss us meg"), fold_words("vi me eg jeg we i")
#: "hvis noen i parken har", "noen her som har", and what somebody has who takes something: "anyone with a use for"
_WHOM = fold_words("hvem kven who")
_IF, _HAVE = fold_words("hvis viss om dersom if"), fold_words("har have has got")
_HAVE_FOR = fold_words(
    """
    bruk behov plass rom lyst interesse nytte glede ide tips erfaring spørsmål tid mulighet råd use need room space
    interest idea ideas experience question questions time advice tried any
    """
)
_OTHERS = fold_words("dere de du dykk you")
_SPARE = fold_words("tilgjengelig tilgjengelege tilgjengelige tilgjengeleg disponibelt available spare ledig ledige")
_TAKES = fold_words("tar tek takes")
_WHO = fold_words("som who that")
_WILL = fold_words("vil ville will would")
#: what somebody sought is to do something with: "ein som vil kverne dei"
_THEM = fold_words("det den dei dem de desse disse it them this these")
_USE_IF_CAN = fold_words("bruke bruka nytte nytta hente henta ta tatt teke overta motta use collect take receive")
#: whom somebody looks for who offers, and that they are looked for
_TAKERS = fold_words(
    """
    outlet outlets home taker takers user users buyer buyers customer customers offtaker offtakers offtake recipient
    recipients receiver mottaker mottakere mottakar mottakarar avtaker avtakere avtakar avtakarar kjøper kjøpere kjøpar
    kjøparar kunde kunder kundar brukar brukarar avsetning avsetjing leietaker leietakere leigetakar leigetakarar tenant
    tenants
    """
)
_SOUGHT = fold_words(
    """
    søkes søkast søkjast søkjest søkt ønskes ønskast ønskjes ønskjast ønskjest ynskjes ynskjast ynskjest ynskast ynskes
    ønsket ønska ynskt ynska etterlyses etterlysast etterlyst trengs trengst trengest wanted sought needed required
    """
)
#: what is asked to be taken is offered: "ønskes hentet", "need it collected"
_TAKEN = fold_words(
    """
    hentet henta avhendet avhenda destruert destruerte kassert deponert disposed avhentet avhenta fjernet fjerna
    bortkjørt bort vekk collected removed gone
    """
)
#: "need to lose", "looking for somewhere to send"
_TO = fold_words("to å")
_LOSE = fold_words(
    """
    lose shift offload dump dispose ditch sell send discharge tip selge selje sende senda dumpe kvitte deponere avhende
    """
)
#: "gje det bort", "give the lot away", with so many words between them at the most
_GIVE, _AWAY = fold_words("gi gir gje gjev give gives giving"), fold_words("bort vekk away")
_MOST_GIVEN = 3
#: the same of what somebody will be rid of: "slam de må ha vekk"
_GET = fold_words("ha få have")
#: "lease the plot out", "låne vekk"
_LEND = fold_words("lease rent hire lend let leie leier leige leiger låne låner lånar")
_OUT = _AWAY | fold_words("out ut")
#: "mask å få" is there to be had
_TO_GET = ["a", "fa"]
_REACH, _FAR = 7, 9


class DistantPhrase(NamedTuple):
    """Hold what words apart tell, with their place among the tokens."""

    direction: Literal["offer", "need"]
    first: int
    last: int
    #: nothing learnt tells better
    certain: bool = True


def find_distant_phrases(tokens: Sequence[TextToken], needs: Sequence[tuple[int, int]]) -> Iterator[DistantPhrase]:
    """Yield what words tell that stand a little apart; `needs` are the places of phrases of need.

    Whoever asks for somebody that can supply needs it: "noen i parken kan levere". Whoever asks who can use something,
    or looks for a buyer, offers it: "anyone near us need aggregates", "ser etter en seriøs kjøper".
    """
    words = [token.text for token in tokens]
    for at, word in enumerate(words):
        behind = _count_joined(tokens, at)
        if word in _SOMEBODY:
            yield from _read_asking(words, at, behind)
        yield from _read_giving(words, at, behind)
        if word in _OURSELVES and _is_to_spare(words, at, _count_joined(tokens, at, _FAR)):
            yield DistantPhrase("offer", at, at + 2, certain=False)
        if word in _SUPPLY and _is_to_us(words, at, behind):
            yield DistantPhrase("need", at, at + 1)
        had = words[max(0, at - 1) : at + 1] == _TO_GET and at > 1 and not any(last == at - 1 for _, last in needs)
        if had and behind == at + 1:
            yield DistantPhrase("offer", at - 1, at + 1, certain=False)
    for first, last in needs:
        reach = words[last : last + 4]
        taker = next((n for n, word in enumerate(reach) if word in _TAKERS | _TAKEN), None)
        steps = zip(words[last - 1 : last + 3], reach, strict=False)
        if taker is not None and not (taker and reach[taker - 1] in _GIVE | _LEND):
            yield DistantPhrase("offer", first, last + taker + 1)
        elif _have_to_lose(words[first:last], steps) or _seeks_user(words[last : last + _REACH]):
            yield DistantPhrase("offer", first, last)


def _have_to_lose(phrase: Sequence[str], steps: Iterable[tuple[str, str]]) -> bool:
    """Return True for "need to sell", and not for "anyone have water to sell"."""
    asked = not (_SOMEBODY | _HAVE | _OTHERS).isdisjoint(phrase)
    return not asked and any(one in _TO and other in _LOSE for one, other in steps)


def _seeks_user(words: Sequence[str]) -> bool:
    """Return True for "en nabo som kan ta"."""
    steps = zip(words, words[1:], [*words[2:], ""], [*words[3:], "", ""], strict=False)
    return any(
        one in _WHO
        and (other in _TAKES or (other in _CAN | _WILL and (last in _USE_IF_CAN or (last != "ha" and what in _THEM))))
        for one, other, last, what in steps
    )


def _read_asking(words: Sequence[str], at: int, behind: int) -> Iterator[DistantPhrase]:
    """Yield what is asked of somebody: to supply something, or to use it. The verb may stand before them."""
    for verb in range(at + 1, behind):
        if words[verb] in _HAVE and _is_asked_for(words, at, verb):
            yield DistantPhrase("need", at, verb + 1, certain=words[at - 1] in _IF)
            break
        before = (words[verb - 1], words[max(0, at - 1)])
        if words[verb] in _SUPPLY and not _CAN.isdisjoint(before):
            yield DistantPhrase("need", at, verb + 1)
            break
        if any(_is_use(one, words[verb]) for one in before):
            yield DistantPhrase("offer", at, verb + 1)
            break


def _is_asked_for(words: Sequence[str], at: int, verb: int) -> bool:
    """Return True for "hvis noen i parken har" and "noen her som har", unless they have a use for something."""
    led = (at > 0 and words[at - 1] in _IF) or words[verb - 1] in _WHO
    return led and verb > at + 1 and words[at] not in _WHOM and _HAVE_FOR.isdisjoint(words[verb + 1 : verb + 4])


def _is_to_spare(words: Sequence[str], at: int, behind: int) -> bool:
    """Return True for "vi har 600 kg/h tilgjengelig"."""
    return words[at + 1 : at + 2] != [] and words[at + 1] in _HAVE and not _SPARE.isdisjoint(words[at + 2 : behind])


def _is_to_us(words: Sequence[str], at: int, behind: int) -> bool:
    """Return True for "kan du levere oss" and "levere det til oss", where it is not we who deliver."""
    near = words[at : min(behind, at + _REACH)]
    steps = pairwise(near)
    to_us = near[1:2] != [] and (near[1] in _US or any(one in _TO_US and other in _US for one, other in steps))
    return to_us and _OURSELVES.isdisjoint(words[max(0, at - 2) : at])


def _is_use(before: str, word: str) -> bool:
    """Return True for a word that asks who can use something: "need", "kan hente", "vil ha", "interested"."""
    return word in _USE or (word in _USE_IF_CAN and before in _CAN) or (before in _WILL and word == "ha")


def _read_giving(words: Sequence[str], at: int, behind: int) -> Iterator[DistantPhrase]:
    """Yield what somebody gives away or lets, wants to be rid of, or seeks a taker for."""
    word, near = words[at], words[at + 1 : behind][:_MOST_GIVEN]
    if word in _GIVE | _GET and not _AWAY.isdisjoint(near):
        yield DistantPhrase("offer", at, at + 1, certain=word in _GET)
    if word in _LEND and not _OUT.isdisjoint(near):
        asked = not _SOMEBODY.isdisjoint(words[max(0, at - _MOST_GIVEN) : at])
        yield DistantPhrase("need" if asked else "offer", at, at + 1)
    sought = next((n for n in range(at + 1, behind) if words[n] in _SOUGHT), None)
    if word in _TAKERS and sought is not None:
        yield DistantPhrase("offer", at, sought + 1)


def _count_joined(tokens: Sequence[TextToken], at: int, reach: int = _REACH) -> int:
    """Return the number of the token behind those that no sign parts from a place, a few at the most."""
    last = at + 1
    while last < min(len(tokens), at + reach) and tokens[last].start <= tokens[last - 1].end + 1:
        last += 1
    return last

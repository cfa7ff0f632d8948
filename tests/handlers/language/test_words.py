"""Words are made comparable: nynorsk as bokmål, spellings without æøå, compounds in parts, and no text is too odd."""

from __future__ import annotations

import time

import pytest

from handlers.language import detect_language
from handlers.language.compounds import split_compound
from handlers.language.glossary import list_concepts
from handlers.language.marks import extract_marks, has_differing_marks
from handlers.language.nynorsk import fold_nynorsk
from handlers.language.related_words import list_related_words
from handlers.language.spelling import is_probable_misspelling
from handlers.language.text_analysis import analyse_text, list_meaningful_words, split_tokens, stem_word

ODD = (
    "",
    "x",
    "🎉🎉🎉",
    "nett" * 10_000,
    "hva koster det " * 2_700,
    'NEAR(a b) AND "x* OR (',
    "'; DROP TABLE questions; --",
    "\u200b\u200c\u200dnett\ufeff\u00ad",
    "e\u0301" * 5_000,
    "\u0301" * 40_000,
    "مرحبا كيف الحال",
    "当前情况怎么样",
    "\x00\x01nett\x7f",
    "%_%\\",
    "-" * 5_000,
    "a-" * 5_000,
    "\ud83d",
)


def stems(text: str) -> list[str]:
    return [word.stem for word in list_meaningful_words(text, detect_language(text))]


@pytest.mark.parametrize(
    ("nynorsk", "bokmal"),
    [
        ("løysing", "løsning"),
        ("høyringane", "høringene"),
        ("straumpris", "strømpris"),
        ("utsleppsløyve", "utslippstillatelse"),
        ("tilskotet", "tilskuddet"),
        ("verksemdene", "bedriftene"),
        ("vatnet", "vannet"),
        ("reinseanlegg", "renseanlegg"),
        ("overskotsvarme", "overskuddsvarme"),
        ("moglegheiter", "muligheter"),
        ("kjølevassinntak", "kjølevannsinntak"),
        ("omnane", "ovnene"),
        ("motsegn", "innsigelse"),
        ("forsking", "forskning"),
        ("vedlikehaldssystem", "vedlikeholdssystem"),
    ],
)
def test_nynorsk_and_bokmal_meet(nynorsk: str, bokmal: str) -> None:
    assert stems(nynorsk) == stems(bokmal)


@pytest.mark.parametrize(
    ("form", "other"),
    [
        ("kaia", "kai"),
        ("køen", "kø"),
        ("veiene", "vei"),
        ("broen", "bro"),
        ("støyen", "støy"),
        ("føtter", "fot"),
        ("kreftene", "kraft"),
        ("sprakk", "sprekke"),
        ("leide", "leie"),
        ("slått", "slå"),
    ],
)
def test_endings_after_a_vowel_and_irregular_forms_meet_their_word(form: str, other: str) -> None:
    assert stems(form) == stems(other)


@pytest.mark.parametrize(("noun", "verb"), [("lading", "lade"), ("skilting", "skilte"), ("målingene", "måle")])
def test_a_noun_made_of_a_verb_holds_the_verb(noun: str, verb: str) -> None:
    (word,) = list_meaningful_words(noun)
    assert word.parts == tuple(stems(verb))


def test_nouns_that_only_look_like_verbs_hold_none() -> None:
    assert [word.parts for text in ("lærling", "ring", "storting") for word in list_meaningful_words(text)] == [
        (),
        (),
        (),
    ]


@pytest.mark.parametrize(
    ("word", "folded"),
    [
        ("ikkje", "ikke"),  # a word of the list
        ("utsleppskrav", "utslippskrav"),  # a part of the list
        ("openleik", "openhet"),
        ("openleiken", "openhet"),
        ("nyheit", "nyhet"),
        ("nyheiter", "nyhet"),
        ("fagleg", "faglig"),
        ("faglege", "faglige"),
        ("faglegare", "fagligere"),
        ("faglegaste", "fagligste"),
        ("turbinar", "turbiner"),
        ("turbinane", "turbinene"),
        ("pumpingar", "pumpinger"),
        ("bedrift", "bedrift"),  # bokmål stays
        ("radar", "radar"),  # a word that only ends so
        ("var", "var"),  # short words are left alone
    ],
)
def test_each_rule_of_nynorsk(word: str, folded: str) -> None:
    assert fold_nynorsk(word) == folded


@pytest.mark.parametrize(
    ("plain", "proper"),
    [
        ("losning", "løsning"),
        ("loesning", "løsning"),
        ("hoering", "høring"),
        ("stoeyskjerm", "støyskjerm"),
        ("opplaering", "opplæring"),
        ("NETTKAPASITET", "nettkapasitet"),
        ("CO₂", "co2"),
    ],
)
def test_spellings_without_norwegian_letters_meet_the_proper_ones(plain: str, proper: str) -> None:
    assert stems(plain) == stems(proper)


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("kapasitet", "kapasiteten"),
        ("rom", "rommet"),
        ("strøm", "strømmen"),
        ("bedrift", "bedriftene"),
        ("ovn", "ovner"),
        ("lærling", "lærlinger"),
        ("billig", "billige"),
        ("sommer", "sommeren"),
        ("ansvar", "ansvaret"),
        ("kurs", "kurs"),
    ],
)
def test_inflected_words_meet(word: str, other: str) -> None:
    assert stems(word) == stems(other)


@pytest.mark.parametrize(("word", "other"), [("billig", "bil"), ("ledig", "leder"), ("kurs", "kur"), ("mars", "mar")])
def test_words_that_only_look_alike_stay_apart(word: str, other: str) -> None:
    assert stems(word) != stems(other)


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("nettkapasitet", ("nett", "kapasitet")),
        ("støyskjerm", ("støy", "skjerm")),
        ("brannvann", ("brann", "vann")),
        ("serverrom", ("server", "rom")),
        ("kompetansebehovet", ("kompetanse", "behovet")),
        ("materialstrømmene", ("material", "strømmene")),
        ("områderegulering", ("område", "regulering")),
        ("brannvannspumpe", ("brannvann", "pumpe")),  # linked by s, the first part a word itself
        ("havneavgift", ("havne", "avgift")),
        ("industrivernlederkurs", ("industrivern", "lederkurs")),
        ("kaikant", ("kai", "kant")),  # a first part of three letters that the trade uses
        ("gassrør", ("gass", "rør")),  # a short last part
        ("varmepumpene", ("varme", "pumpene")),  # an inflected last part
        ("strømmen", ()),  # a doubled letter and an ending
        ("fradrag", ()),  # "fra" begins no compound
        ("kai", ()),
        ("x" * 41, ()),
        ("hydrogen", ()),
        ("stortinget", ()),
        ("nett", ()),
        ("bedriftene", ()),
        ("investeringer", ()),
    ],
)
def test_compounds_are_taken_apart(word: str, parts: tuple[str, ...]) -> None:
    assert split_compound(word) == parts


def test_words_with_a_hyphen_are_read_whole_and_in_parts() -> None:
    assert [word.typed for word in analyse_text("EAL-kode og N-1 i OT-nett")] == [
        "eal", "kode", "og", "n1", "i", "otnett", "ot", "nett"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Støy\u00adskjerm", ["støyskjerm"]),  # a soft hyphen is not seen
        ("e\u0301n ﬁlter", ["én", "filter"]),  # one form of Unicode
        ("OT_nett", ["ot", "nett"]),
        ("CO₂-fangst", ["co2-fangst"]),
        ("ÆØÅ", ["æøå"]),
        ("nett\u200b\u200d!", ["nett"]),
    ],
)
def test_a_text_is_cleaned_before_it_is_read(text: str, words: list[str]) -> None:
    assert split_tokens(text) == words


@pytest.mark.parametrize(
    ("word", "stop"),
    [("og", True), ("the", True), ("x", True), ("18", True), ("2026", True), ("9001", False), ("co2", False)],
)
def test_what_says_nothing_by_itself(word: str, *, stop: bool) -> None:
    assert analyse_text(word)[0].stop is stop


def test_common_words_say_less_than_rare_ones() -> None:
    by_typed = {word.typed: word for word in analyse_text("god kvikkleire")}
    assert by_typed["god"].weight < by_typed["kvikkleire"].weight == 1.0


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("waste heat", "spillvarme"),
        ("restvarme og overskotsvarme", "surplus heat"),
        ("grid connection", "nettilknyting"),
        ("lærling", "apprentice"),
        ("innsigelse", "objection"),
    ],
)
def test_the_same_concept_is_seen_in_three_languages(text: str, same: str) -> None:
    here, there = (
        {one.name for one in list_concepts(analyse_text(each, detect_language(each)))} for each in (text, same)
    )
    assert here & there


def test_a_concept_of_several_words_knows_which_words_name_it() -> None:
    (one,) = [one for one in list_concepts(analyse_text("selling waste heat", "en")) if one.name == "spillvarme"]
    assert (one.places, one.weight) == ((1, 2), 1.0)


@pytest.mark.parametrize(
    ("word", "other", "same"),
    [
        ("kvikleire", "kvikkleire", True),
        ("trykluft", "trykkluft", True),
        ("nettkapsitet", "nettkapasitet", True),
        ("kapasitet", "kapasiett", True),
        ("kapasitet", "kvalitet", False),
        ("nett", "netto", False),
        ("strøm", "sturm", False),
        ("hydrogen", "hydrolyse", False),
        ("trafo", "krafo", False),  # the first letter is seldom wrong
        ("pumpe", "pumper", True),  # a letter more
        ("kaia", "kaja", False),  # short words are other words
        ("industrivernleder", "industrivarnleer", True),  # two slips in a long word
        ("industrivernleder", "industivarnleer", False),  # and not three
    ],
)
def test_one_slip_makes_no_other_word(word: str, other: str, *, same: bool) -> None:
    assert is_probable_misspelling(word, other) is same


def test_figures_and_places_tell_texts_apart() -> None:
    assert has_differing_marks(extract_marks("Vi trenger 18 MW på Voss"), extract_marks("Vi trenger 6 MW på Voss"))
    assert has_differing_marks(extract_marks("Vi trenger plass i Odda"), extract_marks("Vi trenger plass i Mosjøen"))
    assert not has_differing_marks(extract_marks("Vi trenger 18 MW"), extract_marks("Trenger 18 MW og tomt"))
    assert not has_differing_marks(extract_marks("Vi trenger 18 MW"), extract_marks("Vi trenger mer effekt"))
    assert not has_differing_marks(extract_marks("6 MW spillvarme på 55 grader"), extract_marks("6 MW ved 55 °C"))
    assert not has_differing_marks(extract_marks("på Mo"), extract_marks("i Mo i Rana"))
    assert not has_differing_marks(extract_marks("CO2 i Norge"), extract_marks("CO₂ i Narvik"))
    assert has_differing_marks(extract_marks("18 MW innen 2029"), extract_marks("180 MW innen 2029"))
    assert has_differing_marks(extract_marks("lager på Herøya"), extract_marks("lager på Mo"))
    assert has_differing_marks(extract_marks("hvem har plass i narvik"), extract_marks("Er det plass på Mo?"))
    assert has_differing_marks(extract_marks("vind i NO2"), extract_marks("vind i NO4"))
    assert extract_marks("1 200 tonn og 4,5 MW på 1.500 m²") == "1200t 1500m2 4.5mw"


@pytest.mark.parametrize("text", ODD)
def test_odd_texts_are_read_quickly_and_without_error(text: str) -> None:
    analyse_text("oppvarming")
    began = time.thread_time()
    words = analyse_text(text, detect_language(text))
    list_concepts(words)
    extract_marks(text)
    assert time.thread_time() - began < 0.05
    assert len(words) < 400


def related(text: str, language: str) -> set[str]:
    return {other for _, other, part in list_related_words(analyse_text(text, language)) if not part}


@pytest.mark.parametrize(
    ("text", "language", "other"),
    [
        ("borrow", "en", "låne"),
        ("landowners", "en", "grunneier"),
        ("fire drill", "en", "brannøvelse"),
        ("støyen", "nb", "bråk"),
        ("bytte", "nb", "skifte"),
    ],
)
def test_everyday_words_lead_to_others_that_mean_the_same(text: str, language: str, other: str) -> None:
    assert stem_word(other) in related(text, language)


def test_a_norwegian_word_leads_to_its_english_one() -> None:
    assert stem_word("neighbour", english=True) in related("naboen", "nb")


def test_a_relative_is_said_of_the_words_it_stands_for() -> None:
    words = analyse_text("the next fire drill is at night", "en")
    assert ((2, 3), stem_word("brannøvelse"), False) in list(list_related_words(words))

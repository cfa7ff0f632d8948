"""A few bare words are looked up, and reach nobody before their writer says so."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from handlers import build_capability_router
from handlers.access.rights.audit_trail import SHOWING
from handlers.chat import verbs
from handlers.chat.cards import Button, Card, Item, Reply
from handlers.chat.events import Edited, Message
from handlers.chat.mistyped_verbs import find_similar_verb, find_verb_with_slip
from handlers.chat.places import Place
from handlers.chat.say import LANGUAGES, load_catalogue
from handlers.chat.typed_labels import BESIDE_RECORDS, LABELS
from storage.access.audiences import CHOSEN
from storage.directory.organisations import Organisation
from storage.kit.database import Database
from storage.policy.issues import Issue
from storage.questions.questions import WITHDRAWN, Question
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.meetings import MONDAY, meets
from tests.policy import published, said

ASK, ANYWAY = "Ask the network", "Ask the network anyway"
#: language -> a word of a page -> what it shows
PAGES = {
    "nb": {
        "agenda": "Sakliste", "saksliste": "Sakliste", "sakliste": "Sakliste", "referat": "Referater",
        "oppfølging": "følge opp", "oppfølgingspunkt": "følge opp", "rom": "temaer", "språk": "Nynorsk",
        "sprak": "Nynorsk", "varsler": "Påminnelser", "stille tid": "Påminnelser", "kalender": "alender",
        "personvern": "Personvern", "bibliotek": "Finn løsning", "hjem": "Neste møter", "kommandoer": "Dette kan du",
        "Agenda?": "Sakliste", "kalnder": "alender", "agenda mandag": "Sakliste", "referat 2025": "Referater",
        "min kalender": "alender", "profil": "Du i Arena",
    },
    "nn": {
        "saksliste": "Saksliste", "referatet": "Referat", "oppfølging": "følgje opp", "romma": "tema",
        "språk": "Bokmål", "varsel": "Påminningar", "kalender": "alender", "personvern": "Personvern",
        "heim": "Neste møte",
    },
    "en": {
        "agenda": "Agenda", "minutes": "Minutes", "follow-ups": "actions", "meeting rooms": "topics",
        "language": "Bokmål", "quiet hours": "Reminders", "calendar": "alendar", "privacy": "Privacy in Arena",
        "library": "Find help", "home": "Next meetings", "help": "What you can do here",
    },
}  # fmt: skip


@pytest.fixture
async def talk(database: Database, clock: Clock) -> Conversation:
    clock.set(MONDAY)
    talk = await Conversation(database).begin()
    for channel, topic in (("grid", "nett"), ("arena", "arena"), ("heat", "symbiose")):
        await talk.carries(channel, topic)
    return talk


@pytest.fixture
async def kari(talk: Conversation) -> Someone:
    return await talk.person("kari", organisation="eksempel")


@pytest.fixture
async def sara(talk: Conversation) -> Someone:
    return await talk.person("sara", role="secretariat", platform="other")


async def types(who: Someone, text: str) -> Reply:
    """As every platform reads a line."""
    name, rest = verbs.parse_command(text)
    return await who.commands(rest, name=name or "ask")


async def speaks(who: Someone, language: str) -> None:
    await who.commands(language, name="me")


async def count_questions(talk: Conversation) -> int:
    async with talk.database.read() as store:
        return await store.session.scalar(sa.select(sa.func.count()).select_from(Question)) or 0


def labels(reply: Reply) -> list[str]:
    return [button.label for button in reply.card.list_buttons()] if reply.card else []


@pytest.mark.parametrize(
    ("language", "words"),
    [("bokmål", "banan"), ("bokmål", "gul banan"), ("nynorsk", "paraply"), ("english", "big umbrella")],
)
async def test_bare_words_are_asked_of_nobody_before_the_button(
    talk: Conversation, kari: Someone, language: str, words: str
) -> None:
    await speaks(kari, language)
    reply = await types(kari, words)
    assert words in said(reply)
    assert len(labels(reply)) == 1
    assert await count_questions(talk) == 0
    await kari.clicks(reply, labels(reply)[0])
    assert await count_questions(talk) == 1


async def test_the_question_before_asking_is_in_the_readers_language(kari: Someone) -> None:
    for language, asked in (
        ("bokmål", "Spørre nettverket om «banan»?"),
        ("nynorsk", "Spørje nettverket om «banan»?"),
        ("english", "Ask the network about “banan”?"),
    ):
        await speaks(kari, language)
        assert asked in said(await types(kari, "banan"))


async def test_it_is_the_same_in_private_and_after_a_mention(talk: Conversation, kari: Someone) -> None:
    ola = await talk.person("ola", organisation="eksempel", platform="other")
    for who in (kari, ola):
        for channel in ("", "lunch"):
            await who.says("banan", channel)
            assert labels(Reply(who.last.card)) == [ASK]
            await who.says("agenda", channel)
            assert "No meetings are planned." in who.last.text
    assert await count_questions(talk) == 0


@pytest.mark.parametrize("text", ["Pumpa lekker", "Noen har brannvann?", "Hvem har kran", "trenger en kran"])
async def test_a_short_sentence_is_a_question_as_before(text: str) -> None:
    assert verbs.parse_command(text, seeks=False) == ("", text)


@pytest.mark.parametrize("text", ["spør banan", "ask banana"])
def test_who_says_that_it_is_a_question_asks(text: str) -> None:
    assert verbs.parse_command(text)[0] == "ask"


@pytest.mark.parametrize(("language", "text"), [(one, text) for one, pages in PAGES.items() for text in pages])
async def test_the_name_of_a_page_shows_it(
    talk: Conversation, kari: Someone, sara: Someone, language: str, text: str
) -> None:
    await meets(talk.database, sara.person_id)
    await speaks(kari, {"nb": "bokmål", "nn": "nynorsk", "en": "english"}[language])
    assert PAGES[language][text] in said(await types(kari, text))
    assert await count_questions(talk) == 0


@pytest.mark.parametrize("text", ["S-1", "s1", "s 1", "S-001", "S1."])
async def test_the_code_of_a_record_shows_it(kari: Someone, sara: Someone, text: str) -> None:
    await published(kari, sara)
    assert "Faster grid connection" in said(await types(kari, text))


async def test_every_kind_with_codes_is_shown_by_its_code(talk: Conversation, kari: Someone) -> None:
    form = await kari.does("solutions.write")
    await kari.submits(form, title="Felles kran", problem="Hver park leide sin egen.", done="Delt leie.", topic="nett")
    await kari.says("Nettselskapet svarer ikke om tilknytning av 18 MW, hva er riktig neste steg i kapasitetskøen?")
    assert "Felles kran" in said(await types(kari, "l1"))
    for called in ("#1", "spørsmål 1", "Question 1", "sporsmal #1"):
        assert "Question 1" in said(await types(kari, called)), called
    assert "I cannot find #9." in said(await types(kari, "spørsmål 9"))
    for code in ("L-002", "H-9", "R-9", "#99"):
        assert f"I cannot find {code}." in said(await types(kari, code))


async def test_a_code_that_one_may_not_see_is_one_that_there_is_not(
    talk: Conversation, kari: Someone, sara: Someone
) -> None:
    ola = await talk.person("ola", organisation="nabo")
    await published(kari, sara)
    async with talk.database.begin() as store:
        (issue,) = await store.session.scalars(sa.select(Issue))
        issue.reach_id = (await store.audiences.ensure_audience(CHOSEN, [issue.organisation_id])).id
    hidden, none = said(await types(ola, "S-1")), said(await types(ola, "S-2"))
    assert "Faster grid" not in hidden
    assert hidden == none.replace("S-2", "S-1")


async def test_letters_that_may_be_a_word_are_a_code_only_where_there_is_one(kari: Someone) -> None:
    assert "I cannot find H-2." in said(await types(kari, "H-2"))
    assert "Hydrogen" in said(await types(kari, "H2"))


async def test_names_are_found_and_the_network_is_one_click_away(talk: Conversation, kari: Someone) -> None:
    ola = await talk.person("ola nordmann", organisation="prøvedal næringspark")
    for text, shown in (
        ("prøvedal næringspark", "Prøvedal Næringspark"),
        ("Nordmann", "Ola Nordmann"),
        ("spillvarme", "symbiosis"),
        ("rekrutering", "ecruit"),
        ("grid connection", "Grid"),
        ("farleg avfall", "ircular"),
    ):
        reply = await types(kari, text)
        assert shown in said(reply), text
        assert labels(reply)[-1] == ANYWAY, text
    assert ola.sees == []
    assert await count_questions(talk) == 0


async def test_of_two_organisations_one_chooses(talk: Conversation, kari: Someone) -> None:
    async with talk.database.begin() as store:
        for name in ("Fjord Park", "Fjord Havn"):
            await store.organisations.add(Organisation(code=name.lower(), name=name, kind="park"))
    reply = await types(kari, "fjord")
    assert reply.card.title == "Which one do you mean?"
    assert labels(reply) == ["Show", "Show", ANYWAY]


async def test_a_guest_finds_nobody_and_asks_nobody(talk: Conversation, kari: Someone) -> None:
    gro = await talk.person("gro", role="guest")
    known, unknown = said(await types(gro, "Kari")), said(await types(gro, "Nobody"))
    assert known.replace("Kari", "Nobody") == unknown
    assert "Guests can answer" in known
    assert "You are a guest" in said(await types(gro, "kommandoer"))
    assert "Guests can answer" in said(await types(gro, "referat"))


async def test_somebody_whom_nobody_has_confirmed_sees_no_meeting(talk: Conversation, sara: Someone) -> None:
    await meets(talk.database, sara.person_id)
    eva = await talk.person("eva")
    assert "Arena meeting" not in said(await types(eva, "agenda"))


async def test_small_talk_is_answered_as_before(talk: Conversation, kari: Someone) -> None:
    for text, answer in (
        ("hei", "Hello, Kari."),
        ("takk for hjelpen", "Glad it helped."),
        ("test", "Nothing was sent"),
    ):
        assert answer in said(await types(kari, text))
    assert await count_questions(talk) == 0


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("hjelp møte", "The next meetings, and whether you are coming."),
        ("help my data", "Everything stored about you, as a file."),
        ("hjelp kalender", "Addresses that show the meetings in your own calendar."),
        ("help meeting rooms", "The topics, and the channels they live in."),
        ("hjelp bibliotek", "Search solutions and questions."),
    ],
)
async def test_help_about_a_word_is_about_that_word(kari: Someone, text: str, shown: str) -> None:
    reply = await types(kari, text)
    assert shown in said(reply)
    assert "Your question goes to the right topic" not in said(reply)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("treff", "No match waits for you."), ("matches?", "No match waits for you."), ("kart", "Parks and what they"),
        ("flyt", "No stream is written down yet."), ("tilby", "add the site"), ("treng", "add the site"),
    ],
)  # fmt: skip
async def test_a_word_of_the_exchange_is_as_good_alone(talk: Conversation, text: str, shown: str) -> None:
    kari = await talk.person("kari", organisation="eksempel", contact=True)
    assert shown in said(await types(kari, text))
    assert verbs.parse_command(f"{text} i kommunen?")[0] != "exchange"


async def test_help_about_a_word_that_is_none_asks_first(talk: Conversation, kari: Someone) -> None:
    assert labels(await types(kari, "hjelp banan")) == [ASK]


async def test_a_guess_is_a_word_of_the_readers_language(kari: Someone) -> None:
    for language, typed, meant in (
        ("bokmål", "mte", "Eller mente du «møte»?"),
        ("nynorsk", "mte", "Eller meinte du «møte»?"),
        ("english", "fnd heat pumps", "Or did you mean “find heat pumps”?"),
    ):
        await speaks(kari, language)
        assert meant in said(await types(kari, typed))
    assert find_similar_verb("mte", "en") == "mute"
    assert (find_similar_verb("hlep", "en"), find_similar_verb("fnin varme", "nb")) == ("help", "finn")
    assert find_similar_verb("hørng", "nb") == "høring"


async def test_what_may_have_been_meant_is_done_with_one_press(talk: Conversation, kari: Someone) -> None:
    await speaks(kari, "bokmål")
    reply = await types(kari, "fin nettkø")
    assert [one.label for one in list_all_buttons(reply)] == ["Spør nettverket", "finn nettkø"]
    assert "nettkø" in said(await kari.clicks(reply, "finn nettkø"))
    receipt = await types(kari, "hvm har prøvd støvfilter?")
    assert "Eller mente du «hvem»?" in said(receipt)
    assert "Hvem" in said(await kari.clicks(receipt, "hvem"))
    async with talk.database.read() as store:
        question = await store.session.scalar(sa.select(Question))
    assert question is not None
    assert question.state == WITHDRAWN


@pytest.mark.parametrize(
    ("language", "typed", "meant"),
    [
        ("bokmål", "møet", "meeting"), ("bokmål", "møtte", ""), ("nynorsk", "høyrng", "consultation"),
        ("english", "solutoin", "solution"), ("english", "møet", ""), ("bokmål", "tema", ""), ("nynorsk", "løsyng", ""),
    ],
)  # fmt: skip
async def test_a_verb_with_one_wrong_letter_is_that_verb_for_who_writes_its_language(
    talk: Conversation, language: str, typed: str, meant: str
) -> None:
    assert find_verb_with_slip(typed, {"bokmål": "nb", "nynorsk": "nn"}.get(language, "en")) == meant


async def test_a_mistyped_verb_is_no_topic_and_a_name_is_no_verb(talk: Conversation, kari: Someone) -> None:
    await speaks(kari, "bokmål")
    assert "Ingen møter" in said(await types(kari, "møet"))
    await talk.person("ola", organisation="møet")
    assert "Møet" in said(await types(kari, "møet"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_that_may_be_guessed_is_a_verb_and_every_verb_may_be(language: str) -> None:
    known = {word for words in verbs.WORDS.values() for word in words}
    spelled = {verbs.fold_word(word) for word in verbs.SPELLINGS[language]}
    assert spelled <= known
    assert [verb for verb, words in verbs.WORDS.items() if spelled.isdisjoint(words)] == [], "a slip is understood"


async def test_a_word_that_was_changed_before_it_arrived_is_read_as_it_stands_now(
    talk: Conversation, kari: Someone
) -> None:
    place = Place("fake", "W1", "Dkari")
    changed = Edited(
        id="edit", sender=kari.sender, place=place, direct=True,
        text="agenda", message="ulate", addressed=True, original="late",
    )  # fmt: skip
    await talk.happens(changed)
    event = Message(
        id="late", sender=kari.sender, place=place, direct=True, reply_to=place.narrow_to_user("kari"),
        text="banan", message="ulate", addressed=True,
    )  # fmt: skip
    await talk.happens(event)
    assert "No meetings are planned." in kari.last.text


def list_all_buttons(reply: Reply) -> list[Button]:
    return list(reply.card.list_buttons()) if reply.card else []


def list_static_buttons(card: Card | None) -> Iterator[Button]:
    """Buttons that need no record."""
    for button in card.list_buttons() if card else ():
        if button.do and not button.value:
            yield button


@pytest.mark.parametrize("language", ["bokmål", "nynorsk", "english"])
@pytest.mark.parametrize("role", ["member", "secretariat"])
async def test_what_stands_on_buttons_and_help_pages_can_be_typed(talk: Conversation, role: str, language: str) -> None:
    """From help and home on, behind every button that needs no record."""
    kari = await talk.person("kari", organisation="eksempel", role=role)
    await speaks(kari, language)
    cards = [(await kari.commands("", name=name)).card for name in ("help", "home", "me", "meeting", "issue", "input")]
    help_card = (await kari.commands("all", name="help")).card
    typed = {part.title.strip(" …") for part in help_card.parts if isinstance(part, Item)}
    pressed: set[str] = set()
    while cards:
        for button in list_static_buttons(cards.pop()):
            typed.add(button.label)
            if button.do not in pressed and button.do in SHOWING:
                pressed.add(button.do)
                cards.append((await kari.presses(button)).card)
    assert len(typed) > 40
    lost = dict[str, str]()
    for text in typed:
        name, _ = verbs.parse_command(text)
        asks = "questions.ask_this" in [button.do for button in list_all_buttons(await types(kari, text))]
        if not name or (asks and name != "asked"):
            lost[text] = name
    assert lost == {}
    assert await count_questions(talk) == 0


def test_a_typed_label_only_shows_something_or_opens_a_form() -> None:
    router = build_capability_router()
    assert [action for action in LABELS if action not in SHOWING and action not in router.forms] == []


async def test_the_label_of_a_button_on_a_record_leads_to_the_records(
    talk: Conversation, kari: Someone, sara: Someone
) -> None:
    await meets(talk.database, sara.person_id)
    assert "Arena meeting 2/27" in said(await types(kari, "Kommer fysisk"))
    assert "Your actions" in said(await types(kari, "Følg"))
    assert "Outcome reports" in said(await types(sara, "resultatrapport"))
    assert await count_questions(talk) == 0


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_every_label_is_a_text_of_the_bot(language: str) -> None:
    texts = load_catalogue(language)
    every = {label for labels in (*LABELS.values(), *BESIDE_RECORDS.values()) for label in labels}
    assert {label for label in every if texts.gettext(label) == label} == set()


@pytest.mark.parametrize(
    ("language", "line", "said"),
    [
        ("nb", "31. februar", "31. februar finnes ikke."),
        ("nn", "31. februar", "31. februar finst ikkje."),
        ("en", "31 February", "31 February does not exist."),
    ],
)
async def test_a_bare_day_that_does_not_exist_is_named(talk: Conversation, language: str, line: str, said: str) -> None:
    kari = await talk.person("kari")
    async with talk.database.begin() as store:
        person = await store.people.find(kari.person_id)
        assert person is not None
        person.language = language
    await kari.says(line)
    assert kari.last.text == said
    assert kari.last.labels == []


@pytest.mark.parametrize("number", ["2", "42", "12.", "²"])
async def test_a_lone_number_is_no_question(talk: Conversation, number: str) -> None:
    kari = await talk.person("kari")
    await kari.says(number)
    assert "I could not find a question in that" in kari.last.text


@pytest.mark.parametrize("line", ["følg nett", "Følg tema #nett", "følgje nett dagleg", "follow grid daily"])
async def test_a_topic_is_followed_by_its_name_alone(talk: Conversation, kari: Someone, line: str) -> None:
    told = said(await kari.commands(line, "lookup"))
    assert "grid and grid capacity" in told
    assert ("every morning" in told) == (" dag" in line or "daily" in line)
    async with talk.database.read() as store:
        assert [topic.slug for topic in await store.topics.list_followed_topics(kari.person_id)] == ["nett"]


@pytest.mark.parametrize("line", ["følg pumpa", "følg opp trafoen", "følge"])
async def test_what_is_no_topic_is_not_followed(talk: Conversation, kari: Someone, line: str) -> None:
    await kari.commands(line, "lookup")
    async with talk.database.read() as store:
        assert not await store.topics.list_followed_topics(kari.person_id)

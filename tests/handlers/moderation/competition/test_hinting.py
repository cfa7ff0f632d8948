"""The hint comes before a text is sent, to its writer alone, once; what becomes of the text is the writer's choice."""

from __future__ import annotations

import pytest

from bot.platforms import TemporaryError
from handlers.chat import verbs
from storage.directory.people import MEMBER
from storage.kit.database import Database
from tests.conftest import Clock
from tests.conversation import Conversation, Post, Someone

#: about the grid, so that it has a room, and with what the park charges
SENSITIVE = "Vi tar 300 kroner per kW for reservert nettkapasitet i kapasitetskøen, hva tar dere for tilknytning?"
CLEAN = "Hvordan fordeler dere nettkapasitet mellom bedriftene i parken når kapasitetskøen er lang?"
HINT = "This may be competition-sensitive."


@pytest.fixture
async def talk(database: Database) -> Conversation:
    made = await Conversation(database).begin()
    await made.carries("grid", "nett")
    await made.carries("power", "nett", platform="other")
    return made


async def asked(kari: Someone) -> Post:
    """Her question, as the first room has it."""
    await kari.commands(CLEAN)
    return kari.talk.room("grid")[-1]


async def test_a_question_waits_for_its_writer_and_goes_out_as_it_is_when_she_says_so(talk: Conversation) -> None:
    sara, kari = await talk.person("sara", role="secretariat"), await talk.person("kari", organisation="eksempel")
    reply = await kari.commands(SENSITIVE)
    assert HINT in reply.card.fallback
    assert "It looks like this is about prices." in reply.card.fallback
    assert "The bot does not give legal advice." in reply.card.fallback
    assert [one.label for one in reply.card.list_buttons()] == ["Send anyway", "Edit", "Send only to the secretariat"]
    assert talk.room("grid") == []
    assert sara.sees == kari.sees == []
    sent = await kari.clicks(reply, "Send anyway")
    assert sent.replace
    assert HINT not in sent.card.fallback
    assert "300 kroner" in talk.room("grid")[0].text
    assert HINT not in "".join(post.text for post in talk.posts)
    again = await kari.clicks(reply, "Send anyway")
    assert "no longer stored" in again.card.fallback
    assert len(talk.room("grid")) == 1


async def test_a_line_that_was_first_taken_for_a_meeting_waits_too(talk: Conversation) -> None:
    text = "Parken vår tar 300 kroner per kW for plass i kapasitetskøen"
    kari = await talk.person("kari", organisation="eksempel")
    assert verbs.parse_command(text)[0] == "timed"
    await kari.says(text)
    assert HINT in kari.last.text
    assert talk.room("grid") == []
    await kari.clicks(kari.last, "Send anyway")
    assert "300 kroner" in talk.room("grid")[0].text


async def test_edit_opens_the_form_with_the_text_and_what_is_sent_then_replaces_it(talk: Conversation) -> None:
    await talk.person("sara", role="secretariat")
    kari = await talk.person("kari", organisation="eksempel")
    form = await kari.clicks(await kari.commands(SENSITIVE), "Edit")
    assert form.form.fields[0].value == SENSITIVE
    reply = await kari.submits(form, text=CLEAN)
    assert HINT not in reply.card.fallback
    (post,) = talk.room("grid")
    assert CLEAN in post.text
    assert "Nothing needs you right now." in (await kari.commands("", name="home")).card.fallback


async def test_who_sends_the_same_text_again_has_read_the_hint(talk: Conversation) -> None:
    kari = await talk.person("kari", organisation="eksempel")
    form = await kari.clicks(await kari.commands(SENSITIVE), "Edit")
    reply = await kari.submits(form)
    assert HINT not in reply.card.fallback
    assert len(talk.room("grid")) == 1


async def test_the_secretariat_alone_can_have_it_and_says_who_takes_care_of_it(talk: Conversation) -> None:
    sara, kari = await talk.person("sara", role="secretariat"), await talk.person("kari", organisation="eksempel")
    ola = await talk.person("ola", organisation="annen")
    reply = await kari.clicks(await kari.commands(SENSITIVE), "Send only to the secretariat")
    assert "Only the secretariat has it" in reply.card.fallback
    assert SENSITIVE in sara.last.text
    assert talk.room("grid") == []
    refused = await ola.does("holding.read", "1")
    assert "Only the secretariat can do this." in refused.card.fallback
    await sara.clicks(sara.last, "I will handle it")
    assert "Sara has read what you wrote" in kari.last.text
    assert "has been read" in sara.sees[0].text
    assert SENSITIVE not in "".join(post.text for post in talk.posts)


async def test_who_is_of_the_secretariat_no_longer_does_not_get_it_late(talk: Conversation, clock: Clock) -> None:
    sara, kari = await talk.person("sara", role="secretariat"), await talk.person("kari", organisation="eksempel")
    offer = await kari.commands(SENSITIVE)
    talk.platforms["fake"].fail = [TemporaryError("503")]
    await kari.clicks(offer, "Send only to the secretariat")
    assert sara.sees == []
    async with talk.database.begin() as store:
        (await store.people.load_person(sara.person_id)).role = MEMBER
    clock.forward(hours=1)
    await talk.settle()
    assert sara.sees == []


async def test_without_a_secretariat_the_text_stays_kept(talk: Conversation) -> None:
    kari = await talk.person("kari", organisation="eksempel")
    first = await kari.commands(SENSITIVE)
    reply = await kari.clicks(first, "Send only to the secretariat")
    assert "The secretariat has no members yet" in reply.card.fallback
    assert "I will keep it" in reply.card.fallback
    assert talk.room("grid") == []


async def test_an_answer_in_the_form_waits_too(talk: Conversation) -> None:
    kari, ola = await talk.person("kari", organisation="eksempel"), await talk.person("ola", organisation="annen")
    card = await asked(kari)
    form = await ola.clicks(card, "Answer")
    reply = await ola.submits(form, text="Vi tar 250 kroner per kW i måneden.")
    assert HINT in reply.card.fallback
    assert kari.last.text.count("250") == 0
    again = await ola.clicks(reply, "Edit")
    assert again.form.do == "answers.write"
    sent = await ola.submits(again, text="Vi fordeler etter målt effekt, og skriver til parken om det.")
    assert "on its way" in sent.card.fallback
    assert "målt effekt" in kari.last.text


async def test_a_reply_in_a_thread_stands_and_its_writer_alone_is_told_once(talk: Conversation) -> None:
    kari, ola = await talk.person("kari", organisation="eksempel"), await talk.person("ola", organisation="annen")
    card = await asked(kari)
    message = await ola.replies(card, "Vi tar 250 kroner per kW i måneden.")
    (hint,) = [post for post in ola.sees if HINT in post.text]
    assert "Edit or delete it there" in hint.text
    assert "250 kroner" in kari.last.text, "it is never held back or deleted"
    await ola.edits(message, "Vi tar 260 kroner per kW i måneden.", "grid")
    assert len([post for post in talk.posts if HINT in post.text]) == 1
    await ola.replies(card, "Vi fordeler etter målt effekt.")
    assert len([post for post in talk.posts if HINT in post.text]) == 1


async def test_a_solution_waits_with_all_its_fields(talk: Conversation) -> None:
    await talk.person("sara", role="secretariat")
    kari = await talk.person("kari", organisation="eksempel")
    form = await kari.does("solutions.write")
    words = {
        "title": "Felles kjølevann", "problem": "Alle hadde egne pumper", "done": "Ett anlegg for alle",
        "result": "Vi tar 2,40 kroner per kubikk for det", "topic": "nett", "contact": "Kari",
        "reach": "own", "organisations": (),
    }  # fmt: skip
    reply = await kari.submits(form, **words)
    assert HINT in reply.card.fallback
    back = await kari.clicks(reply, "Edit")
    assert {field.name: field.value for field in back.form.fields} == words
    saved = await kari.submits(back, result="40 prosent mindre strøm enn før, målt over ett år")
    assert "is saved" in saved.card.title


@pytest.mark.parametrize(("language", "said"), [("nb", "Send likevel"), ("nn", "Send likevel")])
async def test_it_is_said_in_the_writers_language(talk: Conversation, language: str, said: str) -> None:
    kari = await talk.person("kari", organisation="eksempel")
    await kari.does("members.language", language)
    labels = [button.label for button in (await kari.commands(SENSITIVE)).card.list_buttons()]
    assert labels[0] == said
    assert "sekretariatet" in labels[2]

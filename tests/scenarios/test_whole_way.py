"""The whole way of a question and of a solution, the same on every platform."""

from __future__ import annotations

import pytest

from tests.scenarios.stage import DESK, GRID, LOBBY, POWER, Seen, Stage

QUESTION = "Nettselskapet svarer ikke om tilknytning av 18 MW, hva er riktig neste steg i kapasitetskøen?"
HOSTILE = f"{QUESTION} <!channel> *fet* _kursiv_ & <b>æøå</b> [lenke](https://ond.example) <at>alle</at> 🏭"
ANSWER = "Be om skriftlig svar innen fire uker, og meld behovet i områdeplanen."


async def asked(stage: Stage, text: str = QUESTION) -> Seen:
    """Kari asks in the lobby; the card as it stands in the room of the topic."""
    await stage.mentions("kari", text, LOBBY)
    (card,) = await stage.room(GRID)
    return card


async def test_asked_answered_solved_saved_and_found(stage: Stage) -> None:
    card = await asked(stage)
    assert QUESTION in card.text
    assert card.labels == ("Svar", "Følg", "Endre eller meld fra")
    assert "1 kanal" in (await stage.last("kari")).text

    await stage.replies("ola", card, ANSWER)
    told = await stage.last("kari", ANSWER)
    assert "Ola Hansen svarte" in told.text or "Ola svarte" in told.text
    await stage.clicks("kari", told, "Dette løste det")
    assert "✅ Løst" in (await stage.room(GRID))[0].text

    form = await stage.clicks("kari", await stage.last("kari", "Lagre som løsning"), "Lagre som løsning")
    assert form is not None
    assert form.fields["done"] == ANSWER
    errors = await stage.fills("kari", form, title="")
    assert "title" in errors
    await stage.fills("kari", form, title="Skriftlig svar fra nettselskapet", topic="nett")
    await stage.clicks("ola", await stage.last("ola", "Ja, del"), "Ja, del")
    assert any("Skriftlig svar fra nettselskapet" in seen.text for seen in await stage.room(GRID))

    await stage.joins("per")
    await stage.tells("per", "finn svar fra nettselskapet om tilknytning")
    found = await stage.last("per")
    assert "Skriftlig svar fra nettselskapet" in found.text
    shown = await stage.looks_up("per", "skriftlig svar nettselskapet")
    assert shown is None or "Skriftlig svar fra nettselskapet" in shown


async def test_known_solutions_come_before_the_question_is_sent(stage: Stage) -> None:
    await asked(stage)
    card = (await stage.room(GRID))[0]
    await stage.replies("ola", card, ANSWER)
    await stage.clicks("kari", await stage.last("kari", ANSWER), "Dette løste det")
    await stage.joins("per")
    await stage.tells("per", QUESTION)
    suggestions = await stage.last("per")
    assert "Spør likevel" in suggestions.labels
    assert len(await stage.room(GRID)) == 1
    await stage.clicks("per", suggestions, "Spør likevel")
    assert len(await stage.room(GRID)) == 2


#: what others see of HOSTILE: marks of the writer's own platform are marks, and anything else is words
SHOWN = {
    "slack": "fet kursiv & <b>æøå</b> [lenke](https://ond.example)",
    "teams": "*fet* _kursiv_ & <b>æøå</b> [lenke](https://ond.example)",
    "playground": "fet kursiv & <b>æøå</b> lenke",
}


async def test_what_members_write_comes_out_as_meant(stage: Stage) -> None:
    card = await asked(stage, HOSTILE)
    assert "&lt;" not in card.text or stage.name == "slack"
    shown = card.text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").replace("\n", "")
    assert SHOWN[stage.name] in shown
    assert "🏭" in shown


async def test_an_edit_and_a_deletion_reach_the_room(stage: Stage) -> None:
    message = await stage.mentions("kari", QUESTION, LOBBY)
    await stage.edits("kari", message, QUESTION + " Gjelder også 132 kV.", LOBBY)
    assert "132 kV" in (await stage.room(GRID))[0].text
    await stage.deletes("kari", message, LOBBY)
    assert await stage.room(GRID) == []


async def test_the_answer_form_reaches_the_asker_and_the_thread(stage: Stage) -> None:
    card = await asked(stage)
    form = await stage.clicks("ola", card, "Svar")
    assert form is not None
    await stage.fills("ola", form, text=ANSWER)
    assert ANSWER in (await stage.last("kari", ANSWER)).text
    (mirrored,) = await stage.room(GRID, card)
    assert ANSWER in mirrored.text


async def test_more_moves_the_question_and_the_old_card_says_where(stage: Stage) -> None:
    card = await asked(stage)
    form = await stage.clicks("kari", card, "Endre eller meld fra")
    assert form is not None
    await stage.fills("kari", form, what="move")
    assert "topic" in form.fields
    await stage.fills("kari", form, topic="energi")
    assert QUESTION in (await stage.room(POWER))[0].text
    assert "flyttet" in (await stage.room(GRID))[0].text


async def test_what_has_no_topic_is_found_a_place_by_the_secretariat(stage: Stage) -> None:
    await stage.tells("kari", "Hvor lenge må vi vente på svar fra dem nå?")
    choice = await stage.last("kari")
    await stage.clicks("kari", choice, "Ingen av disse")
    (card,) = await stage.room(DESK)
    assert set(card.labels) >= {"Ta spørsmålet", "Ikke et spørsmål", "Velg tema"}
    assert "sekretariatet" in (await stage.last("kari", "sekretariatet")).text


@pytest.mark.parametrize("word", ["hjelp", "tema", "meg", "hjem", "finn", "hei", "🙂"])
async def test_every_word_is_answered(stage: Stage, word: str) -> None:
    await stage.tells("kari", word)
    assert (await stage.last("kari")).text


async def test_a_search_says_why_and_is_narrowed_by_a_form(stage: Stage) -> None:
    await asked(stage)
    await stage.joins("per")
    await stage.tells("per", "finn nettselskap kapasitetskøa tema:nett")
    found = await stage.last("per")
    for line in (
        "Tema: Nett og nettkapasitet.",
        "ubesvart",
        "Samme ord: «nettselskap» · «kapasitetskøa»",
        QUESTION[:60],
    ):
        assert line in found.text
    form = await stage.clicks("per", found, "Filtrer")
    assert form is not None
    assert (form.fields["text"], form.fields["topic"]) == ("nettselskap kapasitetskøa", "nett")
    await stage.fills("per", form, language="nb")
    assert "Tema: Nett og nettkapasitet. Språk: bokmål." in (await stage.last("per")).text
    await stage.fills("per", form, language="en")
    assert "Fant ingenting innenfor dette." in (await stage.last("per")).text


async def test_an_open_question_is_offered_instead_and_a_duplicate_points_to_it_with_a_tap(stage: Stage) -> None:
    await asked(stage)
    await stage.joins("per")
    await stage.mentions("per", "Hva gjør vi når nettselskapet ikke svarer om tilknytning på 18 MW?", LOBBY)
    offered = await stage.last("per")
    assert "Noen har spurt om dette" in offered.text
    assert "Følg denne" in offered.labels
    await stage.clicks("per", offered, "Spør likevel")
    first, second = await stage.room(GRID)
    form = await stage.clicks("per", second, "Endre eller meld fra")
    assert form is not None
    await stage.fills("per", form, what="duplicate")
    await stage.clicks("per", await stage.last("per", "Det er dette"), "Det er dette")
    first, second = await stage.room(GRID)
    assert "Samme som spørsmål" in first.text
    assert "Samme som spørsmål" in second.text


async def test_a_bare_day_that_does_not_exist_is_named_and_goes_to_nobody(stage: Stage) -> None:
    await stage.tells("kari", "31. februar")
    assert "31. februar finnes ikke." in (await stage.last("kari")).text
    assert await stage.room(GRID) == []

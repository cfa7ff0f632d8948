"""The pictures, in the order in which one conversation gets to them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from tests.browser.tabs import DESKTOP, PHONE
from tests.pictures.chat import ROOM, Chat, read_card
from tests.pictures.studio import Frame, Studio
from tests.pictures.visit import VISITS
from tests.pictures.web_pages import WEB_PAGES

Picture = Callable[[Chat, Studio], Awaitable[bytes]]
LANGUAGES = ("nb", "nn", "en")
IN_ROOM, ALONE = f"# {ROOM}", "Arena"


async def show_question(chat: Chat, studio: Studio) -> bytes:
    """In the room of its topic, in Slack."""
    await chat.tells("per", chat.words.question)
    # the sample has a solution that is like it
    await chat.press("per", await chat.last("per", chat.say("Ask anyway")), "Ask anyway")
    asked = await chat.find_room_card(chat.words.question)
    return await studio.draw_cards(chat, read_card(asked), Frame("Slack", IN_ROOM))


async def show_answer(chat: Chat, studio: Studio) -> bytes:
    """What the asker is sent, in Teams."""
    asked = await chat.find_room_card(chat.words.question)
    await chat.replies("kari", asked, chat.words.answer)
    answered = await chat.last("per", chat.words.answer)
    await chat.replies("olav", asked, chat.words.more)
    drawn = await studio.draw_cards(chat, read_card(answered), Frame("Teams", ALONE))
    await chat.press("per", answered, "This solved it")
    return drawn


async def show_meeting(chat: Chat, studio: Studio) -> bytes:
    """In the playground, on a phone, after some have answered."""
    await chat.tells("marit", chat.words.meeting)
    await chat.press("marit", await chat.last("marit", chat.say("Save")), "Save")
    title = chat.words.meeting_title
    for who, answer in (("kari", "Coming in person"), ("olav", "Coming in person"), ("siri", "Maybe")):
        await chat.press(who, await chat.find_room_card(title), answer)
    tab = await studio.open_page(chat, "per", f"#{ROOM}", viewport=PHONE, has_touch=True, is_mobile=True)
    await tab.message(title).wait_for()
    return await studio.take_page(tab)


async def show_issue(chat: Chat, studio: Studio) -> bytes:
    """What a contact sees who looks at an issue, in Teams."""
    await chat.tells("siri", chat.words.issue_command)
    return await studio.draw_cards(chat, read_card(await chat.last("siri", "S-7")), Frame("Teams", ALONE))


async def show_both_platforms(chat: Chat, studio: Studio) -> bytes:
    """One card, in two houses."""
    solved = await chat.find_room_card(chat.words.question)
    frames = Frame("Slack", IN_ROOM), Frame("Teams", IN_ROOM)
    return await studio.draw_cards(chat, read_card(solved), *frames)


async def show_playground(chat: Chat, studio: Studio) -> bytes:
    """The whole page, with a thread open."""
    tab = await studio.open_page(chat, "jon", f"#{ROOM}", viewport=DESKTOP)
    await tab.message(chat.words.question).locator(".thread-link").click()
    await tab.thread.locator(".message", has_text=chat.words.more).wait_for()
    return await studio.take_page(tab)


#: of each language, but for those of the README, which is in English
PICTURES: dict[str, Picture] = {
    "question": show_question,
    "answer": show_answer,
    "platforms": show_both_platforms,
    "playground": show_playground,
    "issue": show_issue,
    "meeting": show_meeting,
    **VISITS,
    **WEB_PAGES,
}
ONCE = ("platforms", "playground", *VISITS, *WEB_PAGES)


def list_pictures(language: str) -> dict[str, Picture]:
    """Name of its file -> picture, in the order in which they are made."""
    asked = {name: make for name, make in PICTURES.items() if language == "en" or name not in ONCE}
    return {f"{name}.{language}.png": make for name, make in asked.items()}

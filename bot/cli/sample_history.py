"""Give the sample network a past: what its people asked and answered in the weeks before today.

Everything goes the way it goes on the page, with the database's clock set back. So what stands there is
what the bot itself would have left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from itertools import count, zip_longest
from typing import Any, Literal

import msgspec

from bot.app import Bot
from bot.delivery.courier import Courier
from bot.importers.seeding import seed_records
from bot.platforms.playground import PlaygroundPlatform, clicks, message_actions
from bot.platforms.playground.event_translation import NAME, WORKSPACE, PressButton, SubmitForm, WriteMessage
from bot.platforms.playground.sample_data import SAMPLE
from handlers.chat.say import Say
from handlers.chat.turn import LinkContext
from handlers.dates.workdays import add_workdays, subtract_workdays
from handlers.exchange.matches import match_requests
from handlers.pages.site_link_form import store_proposed_stream
from handlers.pages.site_links import PATH
from handlers.questions import question_escalation
from storage.playground.playground_chat import BOT, DIRECT, PlaygroundMember

#: from what somebody does until the bot's messages about it are delivered, beside the time to take it back
AFTER = timedelta(minutes=3)
ASK_ANYWAY = "questions.ask_anyway"
#: {-6} is the sixth workday before today, {6} the sixth after; {year-1} is last year
DAY, YEAR = re.compile(r"\{(-?\d+)\}"), re.compile(r"\{year-(\d+)\}")

SITE_LINK = re.compile(re.escape(PATH).replace(r"\{token\}", r"([\w-]+)"))


class SampleStep(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Describe one thing that somebody did, or a record that was loaded as from a file."""

    #: workdays before today
    days: int
    clock: str
    does: Literal["ask", "say", "answer", "press", "load", "escalate", "match", "colleague"]
    #: for a colleague without an account, whoever gave them the link
    who: str = ""
    #: name of the question within the file, for those who answer it
    question: str = ""
    #: what is written; for a button, words of the card that it stands on
    text: str = ""
    #: channel in which the question arrives
    room: str = ""
    #: action of the button that is pressed, on the newest card that has it
    button: str = ""
    #: what is filled in where the button or the link opens a form, with days in braces; the rest stays as offered
    values: dict[str, str] = {}
    #: kind of the record, and the record with its days in braces
    kind: str = ""
    row: dict[str, Any] = {}


class UnplayableStep(Exception):
    """Report a step of the sample that finds nothing to act on."""


async def play_sample_history(bot: Bot) -> None:
    """Run the past of the sample network, in a bot that is not started."""
    platform = bot.platforms[NAME]
    assert isinstance(platform, PlaygroundPlatform)
    await bot.topic_trainer.train_current_topics()
    await platform.open_sessions(bot.dispatcher, listen=False)
    async with bot.database.read() as store:
        members = await store.playground_chat.list_playground_members(NAME, WORKSPACE)
    player = HistoryPlayer(bot, platform, {member.user: member for member in members})
    steps = msgspec.json.Decoder(SampleStep).decode_lines((SAMPLE / "history.jsonl").read_bytes())
    with player.set_back_clock():
        for step, later in zip_longest(steps, steps[1:]):
            await player.play_step(step, later)


class HistoryPlayer:
    """Run one step after the other. `now` is the time that the database takes as its own."""

    def __init__(self, bot: Bot, platform: PlaygroundPlatform, members: dict[str, PlaygroundMember]) -> None:
        self.bot, self.platform, self.members = bot, platform, members
        self.zone = bot.arena.zone
        self.today = bot.database.get_time().astimezone(self.zone).date()
        self.now = bot.database.get_time()
        self.courier = Courier(
            bot.database,
            bot.platforms,
            bot.router,
            bot.arena,
            bot.metrics,
            boot=lambda: self.now.timestamp(),  # noqa: PLW0108 - `now` moves
        )
        self.ids = (f"sample-{number:06}" for number in count(1))
        self.threads: dict[str, tuple[str, str]] = {}

    @contextmanager
    def set_back_clock(self) -> Iterator[None]:
        """Let the database take `now` as its time, until the steps are played."""
        real = self.bot.database.clock
        self.bot.database.clock = lambda: self.now.astimezone(UTC)
        try:
            yield
        finally:
            self.bot.database.clock = real

    async def play_step(self, step: SampleStep, later: SampleStep | None) -> None:
        """Run a step, and deliver what comes of it, unless the one after follows sooner than that is due."""
        self.now = self._find_time(step)
        match step.does:
            case "load":
                await self._load_record(step)
            case "escalate":
                await self._escalate(question_escalation.KIND)
            case "match":
                for work in self.bot.router.works.values():
                    await work(self.bot.database, self.bot.arena)
                await self._escalate(match_requests.KIND)
            case "ask":
                await self._ask(step)
            case "say":
                await self._write(step.who, DIRECT + step.who, "", step.text)
            case "answer":
                await self._write(step.who, *self.threads[step.question], step.text)
            case "press":
                await self._press(step.who, step.button, self._write_values(step), step.text)
            case "colleague":
                await self._write_with_link(step)
        if later is None or step.does != "press" or self._find_time(later) >= self._find_delivery_time():
            await self._deliver()

    async def _escalate(self, kind: str) -> None:
        """Ask, or remind of, what nobody has answered by now."""
        async with self.bot.database.begin() as store:
            await self.bot.router.plans[kind](store, self.bot.arena, self.now)

    def _find_time(self, step: SampleStep) -> datetime:
        day = subtract_workdays(self.today, step.days)
        return datetime.combine(day, time.fromisoformat(step.clock), self.zone)

    def _find_delivery_time(self) -> datetime:
        return self.now + AFTER + timedelta(seconds=self.bot.arena.grace_seconds)

    async def _deliver(self) -> None:
        self.now = self._find_delivery_time()
        await self.courier.deliver_all_due()

    async def _load_record(self, step: SampleStep) -> None:
        """Load a record as from a file, with days that are counted from today."""
        line = self._write_dates(msgspec.json.encode(step.row).decode())
        await seed_records(self.bot.database, step.kind, [line], "history.jsonl", arena=self.bot.arena)

    async def _write_with_link(self, step: SampleStep) -> None:
        """Write down a stream as somebody without an account, with the newest link that `who` was given."""
        async with self.bot.database.begin() as store:
            rows = await store.playground_chat.list_latest_messages(DIRECT + step.who, step.who)
            token = next((found[1] for row in reversed(rows) if (found := SITE_LINK.search(row.text))), "")
            at = LinkContext(store, Say(self.bot.arena.language, self.zone), self.bot.arena)
            errors = await store_proposed_stream(at, token, self._write_values(step))
        if errors != {}:
            raise UnplayableStep(f"{step.who} has given no link that takes this: {errors}")

    def _write_values(self, step: SampleStep) -> dict[str, str]:
        return {name: self._write_dates(value) for name, value in step.values.items()}

    def _write_dates(self, text: str) -> str:
        text = YEAR.sub(lambda found: str(self.today.year - int(found[1])), text)
        return DAY.sub(lambda found: self._write_day(int(found[1])), text)

    def _write_day(self, n: int) -> str:
        return (add_workdays(self.today, n) if n > 0 else subtract_workdays(self.today, -n)).isoformat()

    async def _ask(self, step: SampleStep) -> None:
        """Ask in the chat with the bot, and note where the question has come to."""
        await self._write(step.who, DIRECT + step.who, "", step.text)
        await self._deliver()
        if (await self._find_button(step.who, ASK_ANYWAY, step.text)) is not None:
            await self._press(step.who, ASK_ANYWAY, {})
            await self._deliver()
        async with self.bot.database.read() as store:
            rows = await store.playground_chat.list_latest_messages(step.room, step.who)
        root = next((row for row in reversed(rows) if row.author == BOT and step.text in row.text), None)
        if root is None:
            raise UnplayableStep(f"{step.question} has not come to {step.room}")
        self.threads[step.question] = (step.room, root.id)

    async def _write(self, who: str, channel: str, thread: str, text: str) -> None:
        action = WriteMessage(id=next(self.ids), channel=channel, thread=thread, text=text)
        await message_actions.write_page_message(self.platform, self.members[who], action)

    async def _press(self, who: str, button: str, values: dict[str, str], text: str = "") -> None:
        """Submit a button on the newest card that has it, and the form that it opens."""
        found = await self._find_button(who, button, text)
        if found is None:
            raise UnplayableStep(f"{who} has no button {button}")
        message, value = found
        press = PressButton(id=next(self.ids), channel=DIRECT + who, message=message, do=button, value=value)
        form = (await clicks.press_button(self.platform, self.members[who], press)).get("form")
        if form is None:
            return
        offered = {field["name"]: field.get("value", "") for field in form["fields"]}
        filled = SubmitForm(
            id=next(self.ids), channel=press.channel, message=message, do=form["do"], value=form.get("value", ""),
            values=offered | values,
        )  # fmt: skip
        answer = await clicks.submit_page_form(self.platform, self.members[who], filled)
        if answer.get("errors"):
            raise UnplayableStep(f"{who} cannot send {form['do']}: {answer['errors']}")

    async def _find_button(self, who: str, button: str, text: str = "") -> tuple[str, str] | None:
        """Return the newest message to this person with this button, and the button's value."""
        async with self.bot.database.read() as store:
            rows = await store.playground_chat.list_latest_messages(DIRECT + who, who)
        for row in reversed(rows):
            for one in _list_card_buttons(row.card or {}):
                if one.get("do") == button and text in row.text:
                    return row.id, one.get("value", "")
        return None


def _list_card_buttons(card: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for part in card.get("parts", ()):
        yield from (*part.get("row", part.get("buttons", ())), *part.get("more", ()))

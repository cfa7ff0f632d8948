"""Walk through the bot as members of the sample network do: write, press, fill in forms, let days pass."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from functools import partial
from itertools import count
from typing import Any, Self

import sqlalchemy as sa

from bot.app import Bot
from bot.cli.sample_history import play_sample_history
from bot.delivery.courier import Courier
from bot.intake.person_limits import ENDLESS, PersonRateLimiter
from bot.platforms.playground import PlaygroundPlatform, clicks, load_sample_network, message_actions
from bot.platforms.playground.event_translation import NAME, WORKSPACE, PressButton, SubmitForm, WriteMessage
from bot.runtime.bootstrap_data import prepare_database
from bot.settings import Settings
from handlers.chat.cards import Card, Form
from handlers.chat.events import Query
from handlers.chat.routing import Router
from storage.directory.people import Person
from storage.directory.rooms import Room
from storage.playground.playground_chat import BOT, DIRECT, PlaygroundChannel, PlaygroundMessage
from tests.pictures.chat import MONDAY
from tests.pictures.form_filling import fill_form

Json = dict[str, Any]
#: never pressed: whoever does is gone, or reads another language
NEVER = ("privacy.erase", "privacy.house", "departures.leave", "workspaces.block", "members.language")
#: pressed last of all, since nothing comes after it
LATE = ("exchange.end",)
#: cards of a chat that a round looks at, and rounds, in which buttons lead to cards with other buttons
NEWEST, ROUNDS = 1500, 3


class CardKeeper:
    """Keep every card and form that the bot draws, under the name of what it answers or tells."""

    def __init__(self) -> None:
        self.kept: dict[str, list[Card]] = {}
        self.forms: dict[str, list[Form]] = {}
        #: what may draw one -> the module that does
        self.known: dict[str, str] = {}

    def watch_router(self, router: Router) -> None:
        for (kind, name), handler in router.handlers.items():
            key = f"{kind.__name__.lower()} {name}".strip()
            router.handlers[kind, name] = partial(self._keep_reply, key, handler)
            if kind is not Query:
                self.known[key] = handler.__module__
        for name, draw in router.cards.items():
            router.cards[name] = partial(self._keep_drawn, f"told {name}", draw)
            self.known[f"told {name}"] = draw.__module__

    def list_missing(self, context: str) -> list[str]:
        """List what of a context of the handlers has drawn nothing on the walk."""
        drawn = {*self.kept, *self.forms}
        of_context = {name for name, module in self.known.items() if module.startswith(f"handlers.{context}.")}
        return sorted(of_context - drawn)

    async def _keep_reply(self, name: str, handler: Callable[..., Awaitable[Any]], event: Any, turn: Any) -> Any:
        reply = await handler(event, turn)
        if reply is not None and reply.card is not None:
            self.kept.setdefault(name, []).append(reply.card)
        if reply is not None and reply.form is not None:
            self.forms.setdefault(name, []).append(reply.form)
        return reply

    async def _keep_drawn(self, name: str, draw: Callable[..., Awaitable[Card | None]], view: Any) -> Card | None:
        card = await draw(view)
        if card is not None and name != "told reply":
            self.kept.setdefault(name, []).append(card)
        return card


class Walk:
    """Act in a bot that is not started, whose clock moves when it is told to."""

    def __init__(self, settings: Settings, language: str) -> None:
        self.refused: dict[str, Json] = {}
        self.bot = Bot.from_settings(settings, playground=True)
        self.language = language
        self.now = MONDAY
        self.cards = CardKeeper()
        self.pressed: set[tuple[str, str]] = set()
        self.ids = (f"walk-{number:06}" for number in count(1))

    async def __aenter__(self) -> Self:
        bot = self.bot
        bot.database.clock = lambda: self.now
        await prepare_database(bot.database)
        await load_sample_network(bot.database, bot.arena)
        await play_sample_history(bot)
        platform = bot.platforms[NAME]
        assert isinstance(platform, PlaygroundPlatform)
        self.platform = platform
        async with bot.database.begin() as store:
            for kind in (Person, Room):
                await store.session.execute(sa.update(kind).values(language=self.language))
            await store.session.execute(sa.update(PlaygroundChannel).values(purpose=""))
            members = await store.playground_chat.list_playground_members(NAME, WORKSPACE)
        self.members = {member.user: member for member in members}
        self.cards.watch_router(bot.router)
        # what takes a whole network a month takes the walk a minute
        bot.dispatcher.limits = PersonRateLimiter(ENDLESS, ENDLESS)
        bot.dispatcher.same_acts.within = timedelta()
        self.courier = Courier(
            bot.database,
            bot.platforms,
            bot.router,
            bot.arena,
            bot.metrics,
            boot=lambda: self.now.timestamp(),  # noqa: PLW0108 - `now` moves
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.bot.database.close()

    async def write(self, who: str, text: str, channel: str = "", thread: str = "") -> None:
        action = WriteMessage(id=next(self.ids), channel=channel or DIRECT + who, thread=thread, text=text)
        await message_actions.write_page_message(self.platform, self.members[who], action)
        await self.deliver()

    async def press(self, who: str, row: PlaygroundMessage, button: Json) -> Json:
        """Press a button, and send the form that it opens, filled in; what is wrong with it, by field."""
        press = PressButton(
            id=next(self.ids), channel=row.channel, thread=row.thread, message=row.id, do=button["do"],
            value=button.get("value", ""),
        )  # fmt: skip
        answer = await clicks.press_button(self.platform, self.members[who], press)
        for _ in range(2):  # some forms ask once more
            form = answer.get("form")
            if form is None:
                break
            sent = SubmitForm(
                id=next(self.ids), channel=row.channel, thread=row.thread, message=row.id, do=form["do"],
                value=form.get("value", ""), values=fill_form(form, self.now),
            )  # fmt: skip
            answer = await clicks.submit_page_form(self.platform, self.members[who], sent)
        await self.deliver()
        errors: Json = answer.get("errors", {})
        if errors:
            self.refused[button["do"]] = errors
        return errors

    async def press_label(self, who: str, label: str, text: str = "") -> None:
        """Press the newest button with this label."""
        async with self.bot.database.read() as store:
            rows = await store.playground_chat.list_latest_messages(DIRECT + who, who, limit=NEWEST)
        for row in reversed(rows):
            for button in list_buttons(row.card or {}):
                if button["label"] == label and text in row.text:
                    errors = await self.press(who, row, button)
                    assert errors == {}, (label, errors)
                    return
        newest = [button["label"] for button in list_buttons(rows[-1].card or {})]
        raise AssertionError(f"{who} has no button {label!r}, but {newest} on {rows[-1].text!r}")

    async def press_everything(self, who: str, channel: str = "", *, harmless: bool = True) -> None:
        """Press each kind of button once that this person sees there, the newest first."""
        for _ in range(ROUNDS):
            async with self.bot.database.read() as store:
                rows = await store.playground_chat.list_latest_messages(channel or DIRECT + who, who, limit=NEWEST)
            for row in [row for row in reversed(rows) if row.author == BOT]:
                for button in list_buttons(row.card or {}):
                    harms = button.get("style") == "danger" or button.get("confirm") or button.get("do") in LATE
                    kind = (who, button.get("do", ""))
                    if kind[1] in ("", *NEVER) or kind in self.pressed or (harms and harmless):
                        continue
                    self.pressed.add(kind)
                    await self.press(who, row, button)

    async def deliver(self) -> None:
        self.now += timedelta(minutes=1)
        await self.courier.deliver_all_due()

    async def pass_days(self, days: int) -> None:
        """Run on the way what is due, four times a day."""
        for _ in range(days * 4):
            since = self.now
            self.now = since + timedelta(hours=6)
            await self.bot.chores.run_jobs_between(since, self.now)
            await self.courier.deliver_all_due()


def list_buttons(card: Json) -> Iterator[Json]:
    for part in card.get("parts", ()):
        for name in ("row", "buttons", "more"):
            yield from part.get(name, ())

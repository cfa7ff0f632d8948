"""Commands, clicks and submissions: answered within Slack's three seconds, finished afterwards if need be."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from bot.platforms import Dispatch
from bot.platforms.slack.background import Background
from bot.platforms.slack.elements import Json
from bot.platforms.slack.envelopes import answer_place
from bot.platforms.slack.interactions import Interactions
from bot.platforms.slack.modals import Origin, card_view, errors_for, form_view, refilled, text_view
from bot.platforms.slack.people import People
from bot.platforms.slack.private import Private
from handlers.chat.cards import Card, Reply, Text
from handlers.chat.events import Click, Command, Event, HomeOpened, Submission
from handlers.chat.say import Say

#: seconds until Slack is answered, done or not; it waits for three
ACK_WITHIN = 2.0
Payload = Mapping[str, Any]
Asked = asyncio.Task[Reply | None]


class Answers:
    def __init__(
        self,
        interactions: Interactions,
        people: People,
        private: Private,
        dispatch: Dispatch,
        background: Background,
        *,
        name: str,
        language: str,
    ) -> None:
        self.interactions = interactions
        self.people = people
        self.private = private
        self.dispatch = dispatch
        self.background = background
        self.name = name
        self.language = language

    async def command(self, body: Payload) -> Json:
        """The body of the acknowledgement is the answer."""
        event = self.interactions.command(body)
        asked: Asked = self.background.start(self._ask(event))
        if not await _within(asked):
            self.background.start(self._finish_command(asked, event, body))
            say = self._say(event)
            return self._message(_note(say("One moment …")), say)
        reply, say = asked.result(), await self._words(event)
        if reply is not None and reply.form is not None:
            view = form_view(reply.form, _origin(event), say)
            self.background.start(self.private.open(str(body.get("trigger_id", "")), view))
            return {}
        card = _card(reply)
        return self._message(card, say) if card is not None else {}

    async def click(self, body: Payload) -> None:
        """A button. Slack is answered when the click is stored, or at once if a form is to open."""
        event = self.interactions.click(body)
        view = body.get("view") or {}
        if self.dispatch.opens(event.name):
            self.background.start(self._open_form(event, body, push=view.get("type") == "modal"))
            return
        asked: Asked = self.background.start(self._ask(event))
        self.background.start(self._answer_click(asked, event, body))
        if await _within(asked):
            asked.result()

    async def shortcut(self, body: Payload) -> None:
        event = self.interactions.shortcut(body)
        if self.dispatch.opens(event.name):
            self.background.start(self._open_form(event, body))
            return
        asked: Asked = self.background.start(self._ask(event))
        self.background.start(self._answer_click(asked, event, body))
        if await _within(asked):
            asked.result()

    async def submission(self, body: Payload) -> Json:
        """What becomes of the modal: closed, corrected, or the next form."""
        event, view = self.interactions.submission(body), body["view"]
        asked: Asked = self.background.start(self._ask(event))
        if not await _within(asked):
            self.background.start(self._finish_submission(asked, event, view))
            say = self._say(event)
            return {
                "response_action": "update",
                "view": text_view(say("One moment …"), self.name, _origin(event), say),
            }
        reply = asked.result()
        if reply is not None and reply.errors and (errors := errors_for(view, reply.errors)):
            return {"response_action": "errors", "errors": errors}
        shown = self._view(reply, event, await self._words(event))
        if shown is not None:
            return {"response_action": "update", "view": shown}
        # a form opened from another modal closes that one too: the answer is in the chat
        return {"response_action": "clear"} if view.get("previous_view_id") else {}

    async def home(self, event: HomeOpened) -> None:
        """Draw the home page anew."""
        reply = await self.dispatch(event)
        if reply is not None and reply.card is not None:
            await self.private.publish(event.sender.user, reply.card, await self._words(event))

    async def _ask(self, event: Event) -> Reply | None:
        return await self.dispatch(await self.people.complete(event))

    async def _open_form(self, event: Click, body: Payload, *, push: bool = False) -> None:
        """The modal opens before anything else is done: the trigger lives for three seconds."""
        say, origin = self._say(event), _origin(event)
        trigger = str(body.get("trigger_id", ""))
        view_id = await self.private.open(trigger, text_view(say("Loading …"), self.name, origin, say), push=push)
        if not view_id:
            await self._tell(event, body, _note(say("The form could not be opened in time. Try again.")), say)
            return
        reply, say = await self._ask(event), await self._words(event)
        done = text_view(say("There is nothing more to do here."), self.name, origin, say)
        await self.private.update(view_id, self._view(reply, event, say) or done)

    async def _answer_click(self, asked: Asked, event: Click, body: Payload) -> None:
        reply = await _outcome(asked)
        say, kind = await self._words(event), (body.get("view") or {}).get("type")
        if kind == "home":
            await self._answer_home(reply, event, body, say)
        elif kind == "modal" or (reply is not None and reply.form is not None):
            await self._answer_modal(reply, event, body, say)
        elif (card := _card(reply)) is not None:
            private = event.direct or bool((body.get("container") or {}).get("is_ephemeral"))
            await self._tell(event, body, card, say, replace=bool(reply and reply.replace and private))

    async def _answer_modal(self, reply: Reply | None, event: Click, body: Payload, say: Say) -> None:
        shown = self._view(reply, event, say)
        if shown is None:
            return
        trigger, view_id = str(body.get("trigger_id", "")), str((body.get("view") or {}).get("id", ""))
        if not view_id:
            await self._opened(trigger, shown, reply, event, body, say)
        elif (reply and (reply.replace or reply.form)) or not await self.private.open(trigger, shown, push=True):
            await self.private.update(view_id, shown)

    async def _opened(
        self, trigger: str, view: Json, reply: Reply | None, event: Click, body: Payload, say: Say
    ) -> None:
        """A modal of its own; where it comes too late, the card in the chat."""
        if not await self.private.open(trigger, view):
            late = _note(say("The form could not be opened in time. Try again."))
            await self._tell(event, body, _card(reply) or late, say)

    async def _answer_home(self, reply: Reply | None, event: Click, body: Payload, say: Say) -> None:
        """The page is there to stay: the answer comes in a modal, and the page is drawn anew."""
        shown = self._view(reply, event, say)
        if shown is not None:
            await self._opened(str(body.get("trigger_id", "")), shown, reply, event, body, say)
        place = event.place
        await self.home(HomeOpened(id=f"{event.id}:home", sender=event.sender, place=place, direct=True))

    async def _finish_command(self, asked: Asked, event: Command, body: Payload) -> None:
        reply, say = await _outcome(asked), await self._words(event)
        late = say("The form could not be opened in time. Try again.") if reply and reply.form else say("Done.")
        # in place of "One moment", which would stay beside it for good
        await self._tell(event, body, _card(reply) or _note(late), say, replace=True)

    async def _finish_submission(self, asked: Asked, event: Submission, view: Payload) -> None:
        reply, say = await _outcome(asked), await self._words(event)
        if reply is not None and reply.errors:
            wrong = "\n".join((say("Correct this and send again:"), *reply.errors.values()))
            shown = refilled(view, wrong, say)
        else:
            where = (
                say("Done. The answer is in the channel.")
                if event.place.channel and not event.direct
                else say("Done. The answer is in your direct messages.")
            )
            shown = self._view(reply, event, say) or text_view(where, self.name, _origin(event), say)
        card = _card(reply)
        if (
            not await self.private.update(str(view.get("id", "")), shown)
            and card is not None
            and event.reply_to is not None
        ):
            await self.private.send(event.reply_to, card)

    async def _tell(self, event: Event, body: Payload, card: Card, say: Say, *, replace: bool = False) -> None:
        place = answer_place(event.place, event.sender.user)
        await self.private.show(
            str(body.get("response_url") or ""), place, card, say, replace=replace, stay=event.direct
        )

    def _view(self, reply: Reply | None, event: Event, say: Say) -> Json | None:
        """The reply as a modal."""
        if reply is not None and reply.form is not None:
            return form_view(reply.form, _origin(event), say)
        card = _card(reply)
        return card_view(card, _origin(event), say, self.name) if card is not None else None

    def _message(self, card: Card, say: Say) -> Json:
        return {"response_type": "ephemeral", **self.private.outgoing.content(card, say)}

    def _say(self, event: Event) -> Say:
        """As far as is known without asking."""
        return Say(event.sender.language or self.language, ZoneInfo("UTC"))

    async def _words(self, event: Event) -> Say:
        return Say(await self.dispatch.language(event), ZoneInfo("UTC"))


async def _within(asked: Asked) -> bool:
    done, _ = await asyncio.wait({asked}, timeout=ACK_WITHIN)
    return bool(done)


async def _outcome(asked: Asked) -> Reply | None:
    """An error was reported where it rose; then there is nothing to show."""
    await asyncio.wait({asked})
    return None if asked.cancelled() or asked.exception() else asked.result()


def _card(reply: Reply | None) -> Card | None:
    """The card, or what is wrong as one: only a form can show errors at its fields."""
    if reply is None:
        return None
    return reply.card or (_note("\n".join(reply.errors.values())) if reply.errors else None)


def _note(text: str) -> Card:
    return Card("", (Text(text),))


def _origin(event: Event) -> Origin:
    value = event.value if isinstance(event, Submission) else ""
    return Origin(channel=event.place.channel, thread=event.place.thread, value=value)

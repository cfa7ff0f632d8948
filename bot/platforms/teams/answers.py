"""What a person sees after pressing, submitting or searching: the dispatcher's reply in the shape Teams expects."""

from __future__ import annotations

import asyncio
from datetime import UTC

import msgspec
import structlog

from bot.platforms import Dispatch, PermanentError, TemporaryError
from bot.platforms.teams import forms, invokes
from bot.platforms.teams.cards import Brush, attachment, draw, message
from bot.platforms.teams.errors import OutcomeUnknown
from bot.platforms.teams.invokes import Answer
from bot.platforms.teams.posting import Posting
from bot.platforms.teams.texts import Element
from handlers.chat.cards import Card, Reply, Text
from handlers.chat.events import Event
from handlers.chat.places import Place
from handlers.chat.say import Say

log = structlog.get_logger()

#: seconds before a replaced card is made to stay, and between further tries
PAUSES = (0.3, 1, 2, 4, 8, 16)


class Answers:
    """One method for each place an answer is shown in."""

    def __init__(self, dispatch: Dispatch, posting: Posting, arena_name: str) -> None:
        self.dispatch = dispatch
        self.posting = posting
        self.arena_name = arena_name
        self._brush = Brush(dispatch.opens)
        self._tasks: set[asyncio.Task[None]] = set()
        #: cards that are to take the place of what a message shows
        self._newest: dict[tuple[Place, str], Element] = {}

    async def on_card(
        self, event: Event, reply: Reply | None, form: forms.Filled | None = None, clicked: str = ""
    ) -> Answer:
        """Beside or in place of the card that was pressed; a form in a chat never stays to be sent twice.

        `clicked` is the message the card is in.
        """
        say = await self._say(event)
        if reply is not None and reply.form is not None:
            return invokes.in_place(forms.draw(reply.form, say, dialog=False))
        if reply is not None and reply.errors:
            if form is None:
                return invokes.toast(" ".join(reply.errors.values()))
            return invokes.in_place(forms.draw(form.form, say, dialog=False, errors=reply.errors))
        card = reply.card if reply is not None else None
        if card is not None and (form is not None or (reply is not None and reply.replace and event.direct)):
            return self._replaced(event, card, clicked)
        if card is not None:
            return invokes.toast(card.fallback)
        done = say("Done.") if reply is None or event.direct else say("The answer is in our personal chat.")
        if form is None:
            return invokes.toast(done)
        return self._replaced(event, Card(parts=(Text(done),)), clicked)

    async def in_dialog(self, event: Event, reply: Reply | None, form: forms.Filled | None = None) -> Answer:
        """The dialog goes on, or closes with a sentence."""
        say = await self._say(event)
        if reply is not None and reply.form is not None:
            return invokes.dialog(reply.form.title, forms.draw(reply.form, say, dialog=True))
        if reply is not None and reply.errors:
            if form is None:
                return invokes.farewell(" ".join(reply.errors.values()))
            return invokes.dialog(form.form.title, forms.draw(form.form, say, dialog=True, errors=reply.errors))
        if reply is None or reply.card is None:
            return invokes.farewell(say("Done."))
        if reply.brief:
            return invokes.farewell(reply.card.fallback)
        return self._dialog(reply.card)

    async def of_search(self, event: Event, reply: Reply | None) -> Answer:
        if reply is None or reply.card is None:
            say = await self._say(event)
            return invokes.nothing_found(say("Nothing found."))
        return invokes.results(reply.card)

    async def in_chat(self, event: Event, reply: Reply, form: forms.Filled | None = None) -> None:
        """A message: no dialog can be opened from here, so a form is drawn in the chat."""
        if event.reply_to is None:
            return
        if reply.form is not None:
            drawn = forms.draw(reply.form, await self._say(event), dialog=False)
            await self._post(event, self._form(drawn, reply.form.title))
        elif reply.errors and form is not None:
            again = forms.draw(form.form, await self._say(event), dialog=False, errors=reply.errors)
            await self._post(event, self._form(again, form.form.title))
        elif reply.errors:
            await self._post(event, message(Card(parts=(Text(" ".join(reply.errors.values())),)), self._brush))
        elif reply.card is not None:
            await self._post(event, message(reply.card, self._brush))

    async def stop(self) -> None:
        """Cards are redrawn for a few more seconds; who pressed has seen the new one already."""
        if self._tasks:
            _, left = await asyncio.wait(self._tasks, timeout=5)
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)

    def _dialog(self, card: Card) -> Answer:
        """The card's title is the dialog's; the card has it as well only when the dialog has no room for all of it."""
        inside = msgspec.structs.replace(card, title="") if card.parts and len(card.title) <= invokes.TITLE else card
        return invokes.dialog(card.title or self.arena_name, draw(inside, Brush(self.dispatch.opens, dialog=True)))

    def _replaced(self, event: Event, card: Card, clicked: str) -> Answer:
        """Teams shows the answer to the one who pressed; the message itself is changed as well, to stay changed."""
        content = draw(card, self._brush)
        if clicked and event.direct:
            self._stay_replaced(event.place, clicked, message(card, self._brush))
        return invokes.in_place(content)

    def _stay_replaced(self, place: Place, clicked: str, activity: Element) -> None:
        waiting = (place, clicked) in self._newest
        self._newest[place, clicked] = activity
        if not waiting:
            task = asyncio.create_task(self._redraw(place, clicked))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def _form(self, content: Element, title: str) -> Element:
        return {"type": "message", "summary": title, "attachments": [attachment(content)]}

    async def _say(self, event: Event) -> Say:
        return Say(await self.dispatch.language(event), UTC)

    async def _post(self, event: Event, activity: Element) -> None:
        assert event.reply_to is not None
        try:
            await self.posting.send(event.reply_to, activity)
        except (TemporaryError, PermanentError, OutcomeUnknown) as error:
            log.warning("answer not shown", happening=event.id, why=str(error))

    async def _redraw(self, place: Place, clicked: str) -> None:
        """The newest card of several quick presses; drawing the same twice does no harm."""
        for pause in PAUSES:
            await asyncio.sleep(pause)
            activity = self._newest[place, clicked]
            try:
                await self.posting.update(place, clicked, activity)
            except (TemporaryError, OutcomeUnknown) as error:
                log.info("card not replaced for good yet", message=clicked, why=str(error))
                continue
            except PermanentError as error:
                log.info("card cannot be replaced for good", message=clicked, why=str(error))
                break
            if self._newest[place, clicked] is activity:
                break
        del self._newest[place, clicked]

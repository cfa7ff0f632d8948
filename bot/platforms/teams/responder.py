"""Show the reply after a person presses, submits or searches, in the shape Teams expects."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import structlog

from bot.platforms import Dispatch, PermanentError, TemporaryError
from bot.platforms.teams import forms, invoke_responses
from bot.platforms.teams.cards import CardStyle, draw_adaptive_card, draw_card_attachment, draw_message_activity
from bot.platforms.teams.clicked_messages import ClickedMessages
from bot.platforms.teams.errors import TeamsOutcomeUnknown
from bot.platforms.teams.invoke_responses import InvokeResponse
from bot.platforms.teams.message_sender import TeamsMessageSender
from bot.platforms.teams.texts import Element
from handlers.chat.cards import Card, Reply, Text
from handlers.chat.events import Click, Event, Submission
from handlers.chat.say import Say

log = structlog.get_logger()


class TeamsResponder:
    """Answer by one method for each place an answer is shown in."""

    def __init__(self, dispatch: Dispatch, posting: TeamsMessageSender, arena_name: str) -> None:
        self.dispatch = dispatch
        self.posting = posting
        self.arena_name = arena_name
        self._brush = CardStyle(dispatch.is_form_button)
        self.clicked_messages = ClickedMessages(dispatch, posting)

    async def answer_card_press(
        self, event: Event, reply: Reply | None, form: forms.FilledForm | None = None, clicked: str = ""
    ) -> InvokeResponse:
        """Answer beside or in place of the card that was pressed.

        A form in a chat never stays, so that it cannot be sent twice.

        `clicked` is the message the card is in.
        """
        answered_at = self.dispatch.get_time()  # before anything is waited for: what is drawn later is newer
        say = await self._load_teams_texts(event)
        if reply is not None and reply.form is not None:
            return invoke_responses.respond_in_place(forms.draw_adaptive_form(reply.form, say, dialog=False))
        if reply is not None and reply.errors:
            if form is None:
                return invoke_responses.respond_with_toast(" ".join(reply.errors.values()))
            return invoke_responses.respond_in_place(
                forms.draw_adaptive_form(form.form, say, dialog=False, errors=reply.errors)
            )
        card = reply.card if reply is not None else None
        if card is not None and (form is not None or (reply is not None and reply.replace and event.direct)):
            return self._replace_clicked_card(event, card, clicked, answered_at)
        if card is not None:
            return invoke_responses.respond_with_toast(card.fallback)
        told = _describe_whereabouts(say, event, reply)
        if form is None:
            return invoke_responses.respond_with_toast(told)
        return self._replace_clicked_card(event, Card(parts=(Text(told),)), clicked, answered_at)

    async def answer_dialog(
        self, event: Event, reply: Reply | None, form: forms.FilledForm | None = None
    ) -> InvokeResponse:
        """Show the next content of the dialog, or close it with a sentence."""
        say = await self._load_teams_texts(event)
        opened_from = event.message if isinstance(event, Click | Submission) else ""
        if reply is not None and reply.form is not None:
            return invoke_responses.respond_with_dialog(
                reply.form.title, forms.draw_adaptive_form(reply.form, say, dialog=True, opened_from=opened_from)
            )
        if reply is not None and reply.errors:
            if form is None:
                return invoke_responses.respond_with_farewell(" ".join(reply.errors.values()))
            again = forms.draw_adaptive_form(form.form, say, dialog=True, errors=reply.errors, opened_from=opened_from)
            return invoke_responses.respond_with_dialog(form.form.title, again)
        if reply is None or reply.card is None:
            return invoke_responses.respond_with_farewell(_describe_whereabouts(say, event, reply))
        if reply.brief:
            return invoke_responses.respond_with_farewell(reply.card.fallback)
        return self._draw_dialog_answer(reply.card)

    async def answer_search(self, event: Event, reply: Reply | None) -> InvokeResponse:
        say = await self._load_teams_texts(event)
        if reply is None or reply.card is None:
            return invoke_responses.respond_nothing_found(say("Nothing found."))
        return invoke_responses.respond_with_results(reply.card, say, self.arena_name)

    async def post_chat_answer(self, event: Event, reply: Reply, form: forms.FilledForm | None = None) -> None:
        """Post the answer as a message.

        No dialog can be opened from here, so a form is drawn in the chat.
        """
        if event.reply_to is None:
            return
        if reply.form is not None:
            drawn = forms.draw_adaptive_form(reply.form, await self._load_teams_texts(event), dialog=False)
            await self._post_answer(event, self._draw_form_message(drawn, reply.form.title))
        elif reply.errors and form is not None:
            again = forms.draw_adaptive_form(
                form.form, await self._load_teams_texts(event), dialog=False, errors=reply.errors
            )
            await self._post_answer(event, self._draw_form_message(again, form.form.title))
        elif reply.errors:
            await self._post_answer(
                event, draw_message_activity(Card(parts=(Text(" ".join(reply.errors.values())),)), self._brush)
            )
        elif reply.card is not None:
            await self._post_answer(event, draw_message_activity(reply.card, self._brush))

    def _draw_dialog_answer(self, card: Card) -> InvokeResponse:
        """Draw a card in a dialog under the card's title.

        The card repeats the title only if the dialog has no room for all of it.
        """
        inside = (
            msgspec.structs.replace(card, title="")
            if card.parts and len(card.title) <= invoke_responses.TITLE
            else card
        )
        return invoke_responses.respond_with_dialog(
            card.title or self.arena_name,
            draw_adaptive_card(inside, CardStyle(self.dispatch.is_form_button, dialog=True)),
        )

    def _replace_clicked_card(self, event: Event, card: Card, clicked: str, answered_at: datetime) -> InvokeResponse:
        """Show the new card to the person who pressed, and change the message too, so that it stays changed."""
        content = draw_adaptive_card(card, self._brush)
        if clicked and event.direct:
            activity = draw_message_activity(card, self._brush)
            self.clicked_messages.schedule_redraw(event.place, clicked, activity, answered_at)
        return invoke_responses.respond_in_place(content)

    def _draw_form_message(self, content: Element, title: str) -> Element:
        return {"type": "message", "summary": title, "attachments": [draw_card_attachment(content)]}

    async def _load_teams_texts(self, event: Event) -> Say:
        return Say(await self.dispatch.resolve_sender_language(event), UTC)

    async def _post_answer(self, event: Event, activity: Element) -> None:
        assert event.reply_to is not None
        try:
            await self.posting.post_activity(event.reply_to, activity)
        except (TemporaryError, PermanentError, TeamsOutcomeUnknown) as error:
            log.warning("answer not shown", happening=event.id, why=str(error))


def _describe_whereabouts(say: Say, event: Event, reply: Reply | None) -> str:
    """Return where the answer stands that is not shown here; without one, that it is done."""
    if reply is None or not reply.posted:
        return say("Done.")
    return say("See the end of this chat.") if event.direct else say("The answer is in our private chat.")

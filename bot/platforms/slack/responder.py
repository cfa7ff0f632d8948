"""Answer commands, clicks and submissions within Slack's three seconds, and finish later if needed."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from bot.platforms import Dispatch
from bot.platforms.slack.background_tasks import BackgroundTasks, wait_for_result
from bot.platforms.slack.elements import Json
from bot.platforms.slack.envelopes import find_answer_place
from bot.platforms.slack.interactions import InteractionTranslator
from bot.platforms.slack.modals import (
    answer_wrong_modal,
    draw_form_modal,
    draw_refilled_modal,
    draw_text_modal,
)
from bot.platforms.slack.private_responses import PrivateResponses
from bot.platforms.slack.reply_views import build_modal_metadata, draw_plain_card, draw_private_card, draw_reply_modal
from bot.platforms.slack.user_profiles import UserProfiles
from handlers.chat.cards import Button, Buttons, Card, Reply
from handlers.chat.command_retries import draw_retry_card, draw_typed_words
from handlers.chat.events import Click, Command, Event, HomeOpened, Submission
from handlers.chat.say import Say

#: Seconds after which Slack is acknowledged, finished or not, because it waits for three.
ACK_WITHIN = 2.0
Payload = Mapping[str, Any]
Asked = asyncio.Task[Reply | None]


class SlackResponder:
    def __init__(
        self,
        interactions: InteractionTranslator,
        people: UserProfiles,
        private: PrivateResponses,
        dispatch: Dispatch,
        background: BackgroundTasks,
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

    async def answer_slack_command(self, body: Payload) -> Json:
        """Return the body of the acknowledgement, which is the answer."""
        event = self.interactions.translate_slack_command(body)
        asked: Asked = self.background.start_background_task(self._dispatch_completed_event(event))
        if not await _wait_for_ack(asked):
            self.background.start_background_task(self._finish_late_command(asked, event, body))
            say = self._guess_sender_texts(event)
            return self._draw_ephemeral_message(draw_plain_card(say("One moment …")), say)
        reply, say = asked.result(), await self._load_sender_texts(event)
        if reply is not None and reply.form is not None:
            view = draw_form_modal(reply.form, build_modal_metadata(event), say)
            self.background.start_background_task(self._open_command_form(event, body, view, say))
            return {}
        self.dispatch.confirm_shown_answer(reply)
        card = draw_private_card(reply)
        return self._draw_ephemeral_message(card, say) if card is not None else {}

    async def answer_button_click(self, body: Payload) -> None:
        """Answer a button. Slack is acknowledged when the click is stored, or at once if a form is to open."""
        event = self.interactions.translate_slack_click(body)
        view = body.get("view") or {}
        if self.dispatch.is_form_button(event.name):
            self.background.start_background_task(self._open_form_modal(event, body, push=view.get("type") == "modal"))
            return
        asked: Asked = self.background.start_background_task(self._dispatch_completed_event(event))
        self.background.start_background_task(self._show_click_answer(asked, event, body))
        if await _wait_for_ack(asked):
            asked.result()

    async def answer_slack_shortcut(self, body: Payload) -> None:
        event = self.interactions.translate_slack_shortcut(body)
        if self.dispatch.is_form_button(event.name):
            self.background.start_background_task(self._open_form_modal(event, body))
            return
        asked: Asked = self.background.start_background_task(self._dispatch_completed_event(event))
        self.background.start_background_task(self._show_click_answer(asked, event, body))
        if await _wait_for_ack(asked):
            asked.result()

    async def answer_modal_submission(self, body: Payload) -> Json:
        """Return what Slack does with the modal: close it, show errors, or show the next form."""
        event, view = self.interactions.translate_modal_submission(body), body["view"]
        asked: Asked = self.background.start_background_task(self._dispatch_completed_event(event))
        if not await _wait_for_ack(asked):
            self.background.start_background_task(self._finish_late_submission(asked, event, view))
            say = self._guess_sender_texts(event)
            return {
                "response_action": "update",
                "view": draw_text_modal(say("One moment …"), self.name, build_modal_metadata(event), say),
            }
        reply = asked.result()
        say = await self._load_sender_texts(event)
        if reply is not None and reply.errors and (wrong := answer_wrong_modal(view, reply.errors, say)):
            return wrong
        shown = draw_reply_modal(reply, event, say, self.name)
        if shown is not None:
            return {"response_action": "update", "view": shown}
        # Closes the parent modal too, because the answer is in the chat.
        return {"response_action": "clear"} if view.get("previous_view_id") else {}

    async def publish_home_page(self, event: HomeOpened) -> None:
        """Draw the home page again."""
        reply = await self.dispatch(event)
        if reply is not None and reply.card is not None:
            await self.private.publish_home_view(event.sender.user, reply.card, await self._load_sender_texts(event))

    async def _dispatch_completed_event(self, event: Event) -> Reply | None:
        return await self.dispatch(await self.people.complete_slack_sender(event))

    async def _open_command_form(self, event: Command, body: Payload, view: Json, say: Say) -> None:
        """Open the form of a command; where Slack does not, give back what was typed."""
        if not await self.private.open_slack_modal(str(body.get("trigger_id", "")), view):
            await self._show_private_card(event, body, self._draw_late_command(event, say), say)

    def _draw_late_command(self, event: Command, say: Say) -> Card:
        return draw_retry_card(say, say("The form could not be opened in time. Try again."), event, opens=True)

    async def _open_form_modal(self, event: Click, body: Payload, *, push: bool = False) -> None:
        """Open the modal before anything else is done, because the trigger expires after three seconds."""
        say, origin = self._guess_sender_texts(event), build_modal_metadata(event)
        trigger = str(body.get("trigger_id", ""))
        view_id = await self.private.open_slack_modal(
            trigger, draw_text_modal(say("Loading …"), self.name, origin, say), push=push
        )
        if not view_id:
            say = await self._load_sender_texts(event)
            late = draw_plain_card(say("The form could not be opened in time. Try again."))
            if event.quoted is None:  # what a message begins with is chosen in its menu
                again = Button(say("Try again"), event.name, event.value, "primary")
                late = msgspec.structs.replace(late, parts=(*late.parts, Buttons((again,))))
            await self._show_private_card(event, body, late, say)
            return
        reply, say = await self._dispatch_completed_event(event), await self._load_sender_texts(event)
        done = draw_text_modal(say("There is nothing more to do here."), self.name, origin, say)
        if await self.private.update_slack_modal(view_id, draw_reply_modal(reply, event, say, self.name) or done):
            self.dispatch.confirm_shown_answer(reply)

    async def _show_click_answer(self, asked: Asked, event: Click, body: Payload) -> None:
        reply, answered_at, shown = await wait_for_result(asked), self.dispatch.get_time(), True
        say, kind = await self._load_sender_texts(event), (body.get("view") or {}).get("type")
        if kind == "home":
            shown = await self._show_home_answer(reply, event, body, say)
        elif kind == "modal" or (reply is not None and reply.form is not None):
            shown = await self._show_modal_answer(reply, event, body, say)
        elif (card := draw_private_card(reply)) is not None:
            private = event.direct or bool((body.get("container") or {}).get("is_ephemeral"))
            replace = bool(reply and reply.replace and private)
            shown = await self._show_private_card(event, body, card, say, replace=replace)
            if replace and event.direct:  # what the courier has drawn meanwhile is newer
                await self.dispatch.repeat_overlapping_redraw(event.place, event.message, answered_at)
        if shown:
            self.dispatch.confirm_shown_answer(reply)

    async def _show_modal_answer(self, reply: Reply | None, event: Click, body: Payload, say: Say) -> bool:
        view = draw_reply_modal(reply, event, say, self.name)
        if view is None:
            return True
        trigger, view_id = str(body.get("trigger_id", "")), str((body.get("view") or {}).get("id", ""))
        if not view_id:
            return await self._open_answer_modal(trigger, view, reply, event, body, say)
        stays = bool(reply and (reply.replace or reply.form))
        pushed = not stays and await self.private.open_slack_modal(trigger, view, push=True)
        return bool(pushed) or await self.private.update_slack_modal(view_id, view)

    async def _open_answer_modal(
        self, trigger: str, view: Json, reply: Reply | None, event: Click, body: Payload, say: Say
    ) -> bool:
        """Open a modal of its own; if it comes too late, post the card in the chat."""
        if await self.private.open_slack_modal(trigger, view):
            return True
        late = draw_plain_card(say("The form could not be opened in time. Try again."))
        return await self._show_private_card(event, body, draw_private_card(reply) or late, say)

    async def _show_home_answer(self, reply: Reply | None, event: Click, body: Payload, say: Say) -> bool:
        """Show the answer in a modal and redraw the home page, because the home page stays open."""
        view, trigger = draw_reply_modal(reply, event, say, self.name), str(body.get("trigger_id", ""))
        shown = view is None or await self._open_answer_modal(trigger, view, reply, event, body, say)
        place = event.place
        await self.publish_home_page(HomeOpened(id=f"{event.id}:home", sender=event.sender, place=place, direct=True))
        return shown

    async def _finish_late_command(self, asked: Asked, event: Command, body: Payload) -> None:
        reply, say = await wait_for_result(asked), await self._load_sender_texts(event)
        late = self._draw_late_command(event, say) if reply and reply.form else draw_plain_card(say("Done."))
        # Replace "One moment", which would otherwise stay.
        if await self._show_private_card(event, body, draw_private_card(reply) or late, say, replace=True):
            self.dispatch.confirm_shown_answer(reply)

    async def _finish_late_submission(self, asked: Asked, event: Submission, view: Payload) -> None:
        reply, say = await wait_for_result(asked), await self._load_sender_texts(event)
        if reply is not None and reply.errors:
            shown = draw_refilled_modal(view, reply.errors, say)
        else:
            where = (
                say("The answer is in the channel.")
                if event.place.channel and not event.direct
                else say("The answer is in your direct messages.")
            )
            shown = draw_reply_modal(reply, event, say, self.name) or draw_text_modal(
                where, self.name, build_modal_metadata(event), say
            )
        card = draw_private_card(reply)
        if card is not None and reply is not None and reply.errors:  # the words go with the form, if that is closed
            card = msgspec.structs.replace(card, parts=(*card.parts, *draw_typed_words(event)))
        if (
            not await self.private.update_slack_modal(str(view.get("id", "")), shown)
            and card is not None
            and event.reply_to is not None
        ):
            await self.private.send_private_message(event.reply_to, card)

    async def _show_private_card(
        self, event: Event, body: Payload, card: Card, say: Say, *, replace: bool = False
    ) -> bool:
        place = find_answer_place(event.place, event.sender.user)
        return await self.private.show_private_response(
            str(body.get("response_url") or ""), place, card, say, replace=replace, stay=event.direct
        )

    def _draw_ephemeral_message(self, card: Card, say: Say) -> Json:
        return {"response_type": "ephemeral", **self.private.outgoing.draw_message_content(card, say)}

    def _guess_sender_texts(self, event: Event) -> Say:
        """Return texts in the sender's language as far as it is known without asking."""
        return Say(event.sender.language or self.language, ZoneInfo("UTC"))

    async def _load_sender_texts(self, event: Event) -> Say:
        return Say(await self.dispatch.resolve_sender_language(event), ZoneInfo("UTC"))


async def _wait_for_ack(asked: Asked) -> bool:
    done, _ = await asyncio.wait({asked}, timeout=ACK_WITHIN)
    return bool(done)

"""Answer invokes: the buttons, dialogs, message actions and searches that Teams waits for."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.platforms.teams import events, invoke_responses, option_search, quoted_messages
from bot.platforms.teams.activities import Activity, build_teams_sender, read_nested_text, read_tenant
from bot.platforms.teams.addresses import PLATFORM
from bot.platforms.teams.conversation_references import TeamsReferences
from bot.platforms.teams.invoke_responses import InvokeResponse
from bot.platforms.teams.message_sender import TeamsMessageSender
from bot.platforms.teams.responder import TeamsResponder
from bot.platforms.teams.roster import RosterLookup
from handlers.chat.cards import Reply
from handlers.chat.events import Event, Sender


class InvokeHandler:
    """Handle each kind of invoke by its name; `dispatch` also asks whether the sender is a guest."""

    def __init__(
        self,
        dispatch: Callable[[Activity, Event], Awaitable[Reply | None]],
        references: TeamsReferences,
        roster: RosterLookup,
        posting: TeamsMessageSender,
        answers: TeamsResponder,
    ) -> None:
        self.dispatch = dispatch
        self.references = references
        self.roster = roster
        self.posting = posting
        self.answers = answers
        self._invokes: dict[str, Callable[[Activity], Awaitable[InvokeResponse]]] = {
            "adaptiveCard/action": self._execute_card_action,
            "task/fetch": self._open_form_dialog,
            "task/submit": self._submit_form_dialog,
            "composeExtension/fetchTask": self._open_message_action,
            "composeExtension/submitAction": self._submit_form_dialog,
            "composeExtension/query": self._answer_search_query,
            option_search.INVOKE: self._answer_option_search,
        }

    async def handle_invoke(self, activity: Activity) -> InvokeResponse:
        """Answer an invoke from its raw values, because the SDK's models break on what Teams really sends."""
        answer = self._invokes.get(activity.name or "")
        if answer is None or not isinstance(activity.value, dict):
            return invoke_responses.respond_not_understood(activity.name or "")
        return await answer(activity)

    async def _execute_card_action(self, activity: Activity) -> InvokeResponse:
        """Answer a button, or the form of a card in a chat."""
        action = activity.value.get("action")
        action = action if isinstance(action, dict) else {}
        data = action.get("data")
        name = read_nested_text(data, "do") or read_nested_text(action, "verb")
        if not name:
            return invoke_responses.respond_not_understood("adaptiveCard/action")
        await self.references.refresh_references(activity)
        event, form = events.translate_teams_press(activity, data, shown=False, name=name)
        reply = await self.dispatch(activity, event)
        return await self.answers.answer_card_press(event, reply, form, activity.reply_to_id or "")

    async def _open_form_dialog(self, activity: Activity) -> InvokeResponse:
        data = activity.value.get("data")
        if not read_nested_text(data, "do"):
            return invoke_responses.respond_not_understood("task/fetch")
        await self.references.refresh_references(activity)
        event = events.translate_teams_click(activity, data, shown=True)
        return await self.answers.answer_dialog(event, await self.dispatch(activity, event))

    async def _submit_form_dialog(self, activity: Activity) -> InvokeResponse:
        """Answer a form, or a button of a card that a dialog shows."""
        data = activity.value.get("data")
        if not read_nested_text(data, "do"):
            return invoke_responses.respond_not_understood(activity.name)
        await self.references.refresh_references(activity)
        event, form = events.translate_teams_press(activity, data, shown=True)
        return await self.answers.answer_dialog(event, await self.dispatch(activity, event), form)

    async def _open_message_action(self, activity: Activity) -> InvokeResponse:
        """Answer a message action; without a message it was chosen in the compose box."""
        name = read_nested_text(activity.value, "commandId")
        if not name:
            return invoke_responses.respond_not_understood("composeExtension/fetchTask")
        await self.references.refresh_references(activity)
        quoted = quoted_messages.read_quoted_message(activity, await self._load_quoted_author(activity))
        event = events.translate_teams_click(activity, {}, shown=True, name=name, quoted=quoted)
        return await self.answers.answer_dialog(event, await self.dispatch(activity, event))

    async def _answer_search_query(self, activity: Activity) -> InvokeResponse:
        event = events.translate_teams_query(activity)
        return await self.answers.answer_search(event, await self.dispatch(activity, event))

    async def _answer_option_search(self, activity: Activity) -> InvokeResponse:
        """Answer what is typed into a field; a refused search finds nothing."""
        event = events.translate_option_search(activity)
        reply = await self.dispatch(activity, event)
        return InvokeResponse(option_search.draw_search_answer(activity.value, reply.options if reply else ()))

    async def _load_quoted_author(self, activity: Activity) -> Sender | None:
        """Return the author of a quoted message.

        Teams names the author by the directory's id; the bot knows people by another.
        """
        directory_id, name = quoted_messages.read_quoted_author(activity)
        if not directory_id:
            return None
        if directory_id == activity.from_property.aad_object_id:
            return await self.roster.complete_teams_sender(activity, build_teams_sender(activity))
        told = await self.posting.find_roster_member(activity, directory_id)
        author = Sender(PLATFORM, read_tenant(activity), read_nested_text(told, "id") or directory_id, name)
        return await self.roster.complete_message_author(author, told)

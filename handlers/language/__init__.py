"""What the bot understands by itself: language, topic, small talk, and what resembles what. It calls no network."""

from __future__ import annotations

from handlers.language.languages import language_of
from handlers.language.learning import lesson_for
from handlers.language.lessons import learn_from
from handlers.language.relatives import prepare
from handlers.language.routing import Guess, Mind, TopicWords
from handlers.language.sensing import considered, make_sense
from handlers.language.smalltalk import is_smalltalk, is_thanks

__all__ = [
    "Guess",
    "Mind",
    "TopicWords",
    "considered",
    "is_smalltalk",
    "is_thanks",
    "language_of",
    "learn_from",
    "lesson_for",
    "make_sense",
    "prepare",
]

"""What the bot understands by itself: language, topic, small talk, and what resembles what. It calls no network."""

from __future__ import annotations

from handlers.understanding.languages import language_of
from handlers.understanding.learning import lesson_for
from handlers.understanding.lessons import learn_from
from handlers.understanding.relatives import prepare
from handlers.understanding.routing import Guess, Mind, TopicWords
from handlers.understanding.sensing import considered, make_sense
from handlers.understanding.smalltalk import is_smalltalk, is_thanks

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

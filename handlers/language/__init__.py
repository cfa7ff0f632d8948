"""Interpret text without any network: language, topic, small talk, search and duplicates."""

from __future__ import annotations

from handlers.language.language_detection import detect_language
from handlers.language.meaning_classifier import guess_topics_by_meaning, train_meaning_classifier
from handlers.language.related_words import prepare_related_words
from handlers.language.smalltalk import classify_smalltalk, is_thanks
from handlers.language.topic_classifier import TopicClassifier, TopicGuess, TopicWords

__all__ = [
    "TopicClassifier",
    "TopicGuess",
    "TopicWords",
    "classify_smalltalk",
    "detect_language",
    "guess_topics_by_meaning",
    "is_thanks",
    "prepare_related_words",
    "train_meaning_classifier",
]

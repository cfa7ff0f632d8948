"""Provide the vocabulary of handlers: events come in, replies and posts go out, and no platform is named."""

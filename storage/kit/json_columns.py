"""Write and read JSON columns with msgspec: every message carries some, and the standard library takes ten times that.

The standard library writes text that is no valid Unicode, as a hostile client may send it: it escapes such signs.
"""

from __future__ import annotations

import json
from typing import Any

import msgspec

_encode = msgspec.json.Encoder().encode


def encode_json(value: Any) -> str:
    """Return the value as compact JSON. Raises TypeError for what JSON cannot hold."""
    try:
        return _encode(value).decode()
    except UnicodeEncodeError:
        return json.dumps(value)


def decode_json(text: str | bytes) -> Any:
    """Return what the JSON says. Raises ValueError for text that is none."""
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeError):
        return json.loads(text)


#: for each engine
JSON_CODEC = {"json_serializer": encode_json, "json_deserializer": decode_json}

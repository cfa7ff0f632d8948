"""Carry a form, or some of its fields, inside what a client gives back: small, and nothing it would act on."""

from __future__ import annotations

import json
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")
#: maximum number of bytes of what is unpacked
_LARGEST = 256 * 1024


def pack_struct(carried: Any) -> str:
    """Encode it small: long lists of options would double a card's size."""
    return urlsafe_b64encode(zlib.compress(json.dumps(msgspec.to_builtins(carried)).encode())).decode()


def unpack_struct(packed: Any, kind: type[T]) -> T | None:
    """Return what was packed; None for anything that is of another kind or grows too large."""
    try:
        carried = zlib.decompressobj().decompress(urlsafe_b64decode(packed), _LARGEST)
        return msgspec.convert(json.loads(carried), kind)
    except (TypeError, ValueError, zlib.error, RecursionError):  # ValueError also covers what is not base64 or JSON
        return None

"""A picture is drawn anew within bounds: what is not seen is not in the copy, and what is no picture is refused."""

from __future__ import annotations

import base64
import io
import struct
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

from bot.maintenance.picture_decoder import LARGEST, MOST_BYTES, SIDE, PictureRefused, copy_picture
from handlers.library.pictures.picture_outcomes import ANIMATED, BROKEN, DISGUISED, HEAVY, KIND, PIXELS

SECRET = b"hemmelig-sted"
#: a red picture of 40 x 20 dots as phones write it: nothing here can make one
HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAXxtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAA"
    "ACJpbG9jAAAAAERAAAEAAQAAAAABoAABAAAAAAAAADQAAAAjaWluZgAAAAAAAQAAABVpbmZlAgAAAAABAABodmMxAAAAAA5waXRt"
    "AAAAAAABAAAA/GlwcnAAAADcaXBjbwAAAHVodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMA"
    "AAMAHroCQGEAAQApQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbqrprm4CGgwIAAAAyAAAADAIRiAAEABkQBwXPBiQAAABNjb2xybmNs"
    "eAABAA0ABoAAAAAUaXNwZQAAAAAAAABAAAAAQAAAAChjbGFwAAAAKAAAAAEAAAAUAAAAAf///+gAAAAC////1AAAAAIAAAAQcGl4"
    "aQAAAAADCAgIAAAAGGlwbWEAAAAAAAAAAQABBYECAwWEAAAAPG1kYXQAAAAwKAGvEyFmY0D4EPdn/+u8Ff+Vaz/zN7HpzshHQMDS"
    "IICbQEiTXVALFhCAh3alVtz4"
)


def made(kind: str, image: Image.Image | None = None, **how: Any) -> bytes:
    out = io.BytesIO()
    (image or Image.new("RGB", (40, 20), "red")).save(out, kind, **how)
    return out.getvalue()


def told(image: Image.Image) -> Image.Exif:
    """What a telephone adds: a place, a camera, and that it was held on its side."""
    exif = image.getexif()
    exif[0x0112], exif[0x010F] = 6, SECRET.decode()
    exif.get_ifd(0x8825)[1] = "N"
    return exif


def huge_png() -> bytes:
    """A hundred million dots in a few bytes."""
    head = struct.pack(">IIBBBBB", 10_000, 10_000, 8, 0, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(b"")), (b"IEND", b"")]
    chunks = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def moving(kind: str) -> bytes:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    return made(kind, frames[0], save_all=True, append_images=frames[1:])


def phone_picture() -> bytes:
    image = Image.new("RGB", (4000, 3000), "navy")
    image.paste("white", (0, 0, 4000, 1500))
    return made("JPEG", image, exif=told(image), comment=SECRET) + b"<script>alert(1)</script>" + SECRET


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_each_format_becomes_a_plain_jpeg(kind: str) -> None:
    name = {"JPEG": "a.JPG", "HEIF": "IMG_1.heic"}.get(kind, f"a.{kind.lower()}")
    copy = copy_picture(HEIC if kind == "HEIF" else made(kind), name)
    image = Image.open(io.BytesIO(copy.data))
    assert (image.format, image.size, (copy.width, copy.height)) == ("JPEG", (40, 20), (40, 20))
    assert image.convert("RGB").getpixel((20, 10))[0] > 240


def test_a_copy_is_upright_small_and_without_anything_that_came_with_it() -> None:
    content = phone_picture()
    assert content.count(SECRET) == 3
    copy = copy_picture(content, "IMG_0001.jpg")
    image = Image.open(io.BytesIO(copy.data))
    assert SECRET not in copy.data
    assert b"script" not in copy.data
    assert not image.getexif()
    assert image.size == (copy.width, copy.height) == (1200, SIDE)
    left, right = image.getpixel((100, 800)), image.getpixel((1100, 800))
    assert (max(left), min(right)) == (pytest.approx(128, abs=10), pytest.approx(255, abs=10))


def test_what_shines_through_is_on_white() -> None:
    copy = copy_picture(made("PNG", Image.new("RGBA", (10, 10), (0, 0, 0, 0))), "a.png")
    assert min(Image.open(io.BytesIO(copy.data)).getpixel((5, 5))) > 250


def test_noise_too_becomes_at_most_a_megabyte() -> None:
    noise = Image.effect_noise((1600, 1600), 120).convert("RGB")
    copy = copy_picture(made("PNG", noise, compress_level=0), "a.png")
    assert len(copy.data) <= LARGEST


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (lambda: b"MZ\x90\x00" + b"\x00" * 1000, "a.jpg", DISGUISED),
        (lambda: b"MZ\x90\x00" + b"\x00" * 1000, "", KIND),
        (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "a.svg", KIND),
        (lambda: b"<html><img src=x>", "a.png", DISGUISED),
        (lambda: made("GIF"), "a.gif", KIND),
        (lambda: made("JPEG"), "a.png", DISGUISED),
        (huge_png, "a.png", PIXELS),
        (lambda: moving("PNG"), "a.png", ANIMATED),
        (lambda: moving("WEBP"), "a.webp", ANIMATED),
        (lambda: phone_picture()[:3000], "a.jpg", BROKEN),
        (lambda: b"\xff\xd8\xff" + b"0" * MOST_BYTES, "a.jpg", HEAVY),
        (lambda: b"", "a.jpg", DISGUISED),
    ],
)
def test_what_is_no_still_picture_is_refused(content: Callable[[], bytes], name: str, reason: str) -> None:
    with pytest.raises(PictureRefused) as refused:
        copy_picture(content(), name)
    assert refused.value.reason == reason

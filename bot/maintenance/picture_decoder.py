"""Decode a picture that somebody sent, within bounds, and draw it anew: what is not seen is not in the copy.

The copy is a JPEG of at most 1 600 dots a side and 1 MB. It holds no place, camera, comment or second picture, and
nothing that a file can carry besides one. Pillow takes memory that few processes need, so it is imported late.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import structlog

from handlers.library.pictures.picture_outcomes import ANIMATED, BROKEN, DISGUISED, HEAVY, KIND, PIXELS, PictureCopy

if TYPE_CHECKING:
    from PIL.Image import Image

log = structlog.get_logger()
#: maximum number of bytes of a file, and of dots of a picture
MOST_BYTES, MOST_PIXELS = 20_000_000, 40_000_000
#: longest side of a copy, and its maximum number of bytes
SIDE, LARGEST = 1600, 1_000_000
#: tried in this order until the copy is small enough
QUALITIES = (85, 70, 55, 40, 25)
#: formats that are read
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
#: ending of a name -> formats that it promises; a telephone's JPEG with a second picture in it is an MPO
ENDINGS = {
    "jpg": ("JPEG", "MPO"), "jpeg": ("JPEG", "MPO"), "png": ("PNG",), "webp": ("WEBP",), "heic": ("HEIF",),
    "heif": ("HEIF",),
}  # fmt: skip
#: formats in which more than one picture is a film
MOVING = ("PNG", "WEBP")


class PictureRefused(Exception):
    """Report that no copy is made; `reason` is one of `handlers.library.pictures.picture_outcomes`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def copy_picture(content: bytes, name: str) -> PictureCopy:
    """Return the copy of a picture. Raises PictureRefused. It takes a while: call it in a thread."""
    from PIL import Image, UnidentifiedImageError

    _prepare_pillow()
    if len(content) > MOST_BYTES:
        raise PictureRefused(HEAVY)
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as image:
            _validate_picture(image, name)
            image.draft("RGB", (SIDE, SIDE))
            image.load()
            return _encode_copy(_flatten_picture(image))
    except PictureRefused:
        raise
    except UnidentifiedImageError:
        raise PictureRefused(DISGUISED if _find_promised_formats(name) else KIND) from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PictureRefused(PIXELS) from None
    # each decoder has errors of its own for a file that is broken or made to break it
    except (OSError, ValueError, SyntaxError, EOFError, ArithmeticError, LookupError, TypeError, RuntimeError) as error:
        log.info("a picture is broken", why=type(error).__name__)
        raise PictureRefused(BROKEN) from None


def _prepare_pillow() -> None:
    """Let Pillow read these formats, and open nothing that is larger than what is copied."""
    from pi_heif import register_heif_opener
    from PIL import Image, JpegImagePlugin, MpoImagePlugin, PngImagePlugin, WebPImagePlugin  # noqa: F401 - they register

    if "HEIF" not in Image.OPEN:
        register_heif_opener()
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS


def _validate_picture(image: Image, name: str) -> None:
    promised = _find_promised_formats(name)
    if promised and image.format not in promised:
        raise PictureRefused(DISGUISED)
    if image.width * image.height > MOST_PIXELS:
        raise PictureRefused(PIXELS)
    if image.format in MOVING and getattr(image, "n_frames", 1) > 1:
        raise PictureRefused(ANIMATED)


def _find_promised_formats(name: str) -> tuple[str, ...]:
    """Return the formats that the ending of a name promises; none where it promises no picture of ours."""
    return ENDINGS.get(name.rpartition(".")[2].lower(), ())


def _flatten_picture(image: Image) -> Image:
    """Return the picture upright, small, on white, and without anything that came with it."""
    from PIL import ImageOps
    from PIL.Image import new

    image.thumbnail((SIDE, SIDE))
    upright = ImageOps.exif_transpose(image).convert("RGBA")
    flat = new("RGB", upright.size, "white")
    flat.paste(upright, mask=upright)
    return flat


def _encode_copy(flat: Image) -> PictureCopy:
    for quality in QUALITIES:
        made = io.BytesIO()
        flat.save(made, "JPEG", quality=quality)
        if made.tell() <= LARGEST:
            return PictureCopy(made.getvalue(), flat.width, flat.height)
    raise PictureRefused(HEAVY)

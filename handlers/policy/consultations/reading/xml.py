"""XML: the open data of the Storting, or a feed; told apart by the outermost element, and never with entities."""

from __future__ import annotations

from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from handlers.chat.rows import reason
from handlers.policy.consultations.reading import Reader, Rows, Unreadable

FEEDS = ("rss", "feed", "rdf")
STORTING = "horinger_oversikt"


def rows(content: bytes, reader: Reader) -> Rows:
    root = _parsed(content)
    kind = local(root)
    if kind == STORTING:
        from handlers.policy.consultations.reading import storting

        return storting.of_xml(root, reader)
    if kind in FEEDS:
        from handlers.policy.consultations.reading import feeds

        return feeds.rows(content, reader)
    if kind in ("html", "body"):
        raise Unreadable("html", reason("this is a web page; give the address or the file of its feed instead"))
    text = reason("XML that begins with {element}: neither a feed nor hearings of the Storting", element=kind[:40])
    raise Unreadable("unknown", text)


def _parsed(content: bytes) -> Element:
    try:
        root: Element = fromstring(content)
    except DefusedXmlException as error:
        raise Unreadable("unknown", reason("the file defines entities of its own, which is refused")) from error
    except (ParseError, ValueError, LookupError) as error:
        line = getattr(error, "position", (1, 0))[0]
        raise Unreadable("unknown", reason("line {n}: not well-formed XML", n=line)) from error
    return root


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2].casefold()

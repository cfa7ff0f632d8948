"""Parse XML: open data of the Storting, or a feed, by the root element. Entities are refused."""

from __future__ import annotations

from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from handlers.chat.rows import reason
from handlers.policy.source_parsers import ParsingContext, Rows, UnreadableSource

FEEDS = ("rss", "feed", "rdf")
STORTING = "horinger_oversikt"


def parse_xml_source(content: bytes, reader: ParsingContext) -> Rows:
    root = _parse_safe_xml(content)
    kind = get_local_element_name(root)
    if kind == STORTING:
        from handlers.policy.source_parsers import storting_parser

        return storting_parser.parse_storting_xml(root, reader)
    if kind in FEEDS:
        from handlers.policy.source_parsers import feed_parser

        return feed_parser.parse_feed(content, reader)
    if kind in ("html", "body"):
        raise UnreadableSource("html", reason("this is a web page; use the address or file of its feed instead"))
    text = reason("XML that begins with {element}: neither a feed nor hearings of the Storting", element=kind[:40])
    raise UnreadableSource("unknown", text)


def _parse_safe_xml(content: bytes) -> Element:
    try:
        root: Element = fromstring(content)
    except DefusedXmlException as error:
        raise UnreadableSource("unknown", reason("the file defines entities of its own, which is refused")) from error
    except (ParseError, ValueError, LookupError) as error:
        line = getattr(error, "position", (1, 0))[0]
        raise UnreadableSource("unknown", reason("line {n}: not well-formed XML", n=line)) from error
    return root


def get_local_element_name(element: Element) -> str:
    """Return the tag of an element without its namespace."""
    return str(element.tag).rpartition("}")[2].casefold()

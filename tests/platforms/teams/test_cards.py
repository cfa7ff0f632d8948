"""Drawing: only elements every Teams client knows, members' words exactly as typed, never too large."""

from __future__ import annotations

import json
import re
import zlib
from base64 import urlsafe_b64encode
from datetime import UTC
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.platforms.teams import forms
from bot.platforms.teams.cards import (
    LARGEST,
    CardStyle,
    draw_adaptive_card,
    draw_card_summary,
    draw_message_activity,
    measure_card_bytes,
)
from bot.platforms.teams.invoke_responses import respond_with_results
from bot.platforms.teams.texts import defuse_text, restore_defused_text
from handlers.chat.cards import (
    MOST_CHOICES,
    Button,
    Buttons,
    Card,
    Facts,
    Field,
    Form,
    Item,
    Mentions,
    Part,
    Quote,
    Rule,
    Text,
)
from handlers.chat.rich_text.markup_writer import escape_marks
from handlers.chat.say import Say

#: what this bot uses of Adaptive Cards 1.5: element -> its properties (adaptivecards.io, schema explorer)
COMMON = {"type", "id", "spacing", "separator"}
KNOWN = {
    "RichTextBlock": {"inlines"},
    "TextRun": {
        *("text", "weight", "size", "isSubtle", "color"),
        *("italic", "strikethrough", "underline", "fontType", "selectAction"),
    },
    "TextBlock": {"text", "wrap", "style", "weight", "size"},
    "Container": {"items", "style", "isVisible"},
    "ColumnSet": {"columns"},
    "Column": {"width", "items"},
    "ActionSet": {"actions"},
    "Action.OpenUrl": {"title", "url", "mode"},
    "Action.Submit": {"title", "data", "style", "associatedInputs", "mode"},
    "Action.Execute": {"title", "verb", "data", "style", "mode"},
    "Action.ShowCard": {"title", "card"},
    "Action.ToggleVisibility": {"title", "targetElements"},
    "AdaptiveCard": {"$schema", "version", "fallbackText", "body", "actions", "msteams"},
    "Input.Text": {"label", "isRequired", "errorMessage", "placeholder", "maxLength", "isMultiline", "value"},
    "Input.Date": {"label", "isRequired", "errorMessage", "value"},
    "Input.Time": {"label", "isRequired", "errorMessage", "value"},
    "Input.Number": {"label", "isRequired", "errorMessage", "value", "min"},
    "Input.ChoiceSet": {
        "label",
        "isRequired",
        "errorMessage",
        "placeholder",
        "isMultiSelect",
        "style",
        "wrap",
        "choices",
        "choices.data",
        "value",
    },
}
CHILDREN = ("body", "items", "inlines", "columns", "actions")
#: words that would do something if they were not drawn with care
TRICKS = (
    "*fet* _kursiv_ **x** ~~y~~",
    "[Nettbank](https://evil.example)",
    "<at>Kari</at>",
    "</at>",
    "<AT>alle</AT>",
    '<at id="0">x</at>',
    "{{DATE(2026-02-14T06:00:00Z,SHORT)}}",
    "{{TIME(2026-02-14T06:00:00Z)}}",
    "{{{{DATE(",
    "${title}",
    "# overskrift",
    "- en\n- to",
    "1. en",
    "![bilde](https://evil.example/x.png)",
    "<b>fet</b>",
    "&lt;at&gt;",
    "`kode`",
    "\\n \\r \\t",
    "a\r\nb\rc\n\nd",
    "> sitat",
    "@everyone",
    "\u202e",
    "\ud800",
)
texts = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(TRICKS), min_size=1, max_size=3).map(" ".join))
ids = st.sampled_from(["", "12", "12:solution:3", "12:nett"])
buttons = st.builds(
    Button,
    texts,
    st.sampled_from(["questions.write", "meetings.going"]),
    ids,
    st.sampled_from(["", "primary", "danger"]),
    st.one_of(st.just(""), texts),
    st.sampled_from(["", "https://example.no/a", "javascript:alert(1)", "data:text/html,x"]),
)
rows = st.lists(buttons, max_size=14).map(tuple)
parts: st.SearchStrategy[Part] = st.one_of(
    st.builds(Text, texts, st.sampled_from(["", "subtle", "strong"])),
    st.builds(Quote, texts, texts),
    st.builds(Facts, st.lists(st.tuples(texts, texts), max_size=4).map(tuple)),
    st.builds(Item, texts, texts, texts, rows),
    st.builds(Rule),
    st.builds(
        Mentions,
        st.lists(st.tuples(st.sampled_from(["29:a", "29:b"]), st.sampled_from(["Kari", "Å & <B>"])), max_size=2).map(
            tuple
        ),
        texts,
    ),
    st.builds(Buttons, rows),
)
cards = st.builds(Card, texts, st.lists(parts, max_size=6).map(tuple), texts)
brushes = st.builds(CardStyle, opens=st.just(lambda name: name == "questions.write"), dialog=st.booleans())
fields = st.builds(
    Field,
    st.sampled_from(["text", "id", "do", "topics"]),
    texts,
    st.sampled_from(["line", "text", "choice", "choices", "date"]),
    texts,
    texts,
    st.booleans(),
    options=st.lists(st.tuples(st.sampled_from("abcdef"), texts), max_size=6, unique_by=lambda pair: pair[0]).map(
        tuple
    ),
    folded=st.booleans(),
)
filled_forms = st.builds(
    Form,
    texts,
    st.just("questions.send"),
    st.lists(fields, max_size=4, unique_by=lambda field: field.name).map(tuple),
    texts,
    ids,
    texts,
)
SAY = Say("nb", UTC)
slow = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=150)


def sound(words: str) -> str:
    """Without what is no character, and characters that command a terminal."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", "", words.encode("utf-8", "replace").decode())


def elements(node: Any):
    """Every element with its type, but not what travels in `data`."""
    yield node
    for key in CHILDREN:
        for child in node.get(key, []):
            yield from elements({"type": "Column", **child} if key == "columns" else child)
    if isinstance(node.get("card"), dict):
        yield from elements(node["card"])


def shown(block: dict[str, Any]) -> str:
    return block["text"] if block["type"] == "TextBlock" else "".join(run["text"] for run in block["inlines"])


def lines(node: Any) -> list[str]:
    return [shown(one) for one in elements(node) if one["type"] == "RichTextBlock" or one.get("style") == "heading"]


def check(card: dict[str, Any]) -> None:
    """The rules that hold for every card."""
    assert card["type"] == "AdaptiveCard"
    assert card["version"] == "1.5"
    seen: set[str] = set()
    for one in elements(card):
        assert set(one) <= KNOWN[one["type"]] | COMMON, one
        assert all(one.get(key) != [] for key in CHILDREN), one
        if one["type"].startswith("Input."):
            assert one["label"] is not None
            assert one["id"] not in seen
            seen.add(one["id"])
        if one["type"] == "ActionSet":
            assert 1 <= len([action for action in one["actions"] if action.get("mode") != "secondary"]) <= 6
        if one["type"].startswith("Action."):
            assert len(one["title"]) <= 60
            assert one["type"] != "Action.OpenUrl" or one["url"].startswith(("https://", "http://", "mailto:", "tel:"))
    raw = json.dumps(card, ensure_ascii=False)
    raw.encode()
    declared = {entity["text"] for entity in card["msteams"].get("entities", [])}
    assert set(re.findall(r"(?i)<at\b[^>]*>.*?</at>", raw)) <= declared
    assert not re.search(r"\{\{\s*(DATE|TIME)", raw)
    assert measure_card_bytes(card) <= LARGEST


@slow
@given(cards, brushes)
def test_every_card_is_drawn_with_known_elements_and_without_tricks(card, brush) -> None:
    check(draw_adaptive_card(card, brush))


@slow
@example(words=">\x1b", by="")  # no mark once the sign behind it is left out
@given(texts, texts)
def test_members_words_come_out_as_typed(words, by) -> None:
    drawn = draw_adaptive_card(
        Card(parts=(Text(words), Facts(((by, words),)), Item(words, words, words), Text(words))),
        CardStyle(lambda _: False),
    )
    typed = sound(words).replace("\r\n", "\n").replace("\r", "\n").strip("\n").split("\n")
    typed = [line or " " for line in typed]
    said = lines(drawn)
    if words:
        assert said[: len(typed)] == typed
        assert said[-len(typed) :] == typed
    quoted = draw_adaptive_card(Card(parts=(Quote(escape_marks(words)),)), CardStyle(lambda _: False))
    assert "\n".join(lines(quoted)).split() == (sound(words).split() or ["…"])
    read_as_markdown = [one for one in (*elements(drawn), *elements(quoted)) if one["type"] == "TextBlock"]
    assert all(one["style"] == "heading" for one in read_as_markdown)
    assert not any(set(one["text"]) & set("*_~`[]\\<>&#|!") for one in read_as_markdown)


@pytest.mark.parametrize(
    ("title", "heading"),
    [
        ("S-1 Raskere nett (2027), 5\u00a0MW: når?", True), ("L-005 Åse Øyens råd – «varme»", True), ("17. mai", False),
        ("- punkt", False), ("**fet**", False), ("a_b", False), ("https://example.org", False),
        ("<at>Kari</at>", False),
        ("{{DATE(2027)}}", False), ("to\nlinjer", False),
    ],
)  # fmt: skip
def test_a_title_is_a_heading_unless_teams_would_read_marks_in_it(title: str, heading: bool) -> None:
    drawn = draw_adaptive_card(Card(title, (Item(title),)), CardStyle(lambda _: False))
    check(drawn)
    first, item = drawn["body"][0], drawn["body"][-1]["items"][0]
    assert (first.get("style") == "heading", item.get("style") == "heading") == (heading, heading)
    assert "\n".join(lines(drawn)) == f"{title}\n{title}"


def test_every_card_and_form_says_itself_in_words_where_it_cannot_be_drawn() -> None:
    card = draw_adaptive_card(Card("Møte", (Text("Kommer du?"),)), CardStyle(lambda _: False))
    assert card["fallbackText"] == "Møte Kommer du?"
    form = Form("Svar", "answers.write", (), "Send")
    for dialog in (True, False):
        assert forms.draw_adaptive_form(form, SAY, dialog=dialog)["fallbackText"] == "Svar"


@slow
@given(filled_forms, st.booleans())
def test_every_form_is_drawn_with_known_elements_and_can_be_read_back(form, dialog) -> None:
    drawn = forms.draw_adaptive_form(form, SAY, dialog=dialog, errors={"text": "Feil <at>x</at>", "annet": "Feil"})
    check(drawn)
    action = next(one for one in elements(drawn) if one["type"] in ("Action.Submit", "Action.Execute"))
    assert (action["data"]["do"], action["data"]["id"]) == (form.do, form.value)
    back = forms.parse_filled_form(json.loads(json.dumps(action["data"])))
    assert back is not None
    assert [field.name for field in back.form.fields] == [field.name for field in form.fields]


def test_fields_behind_more_are_sent_all_the_same_and_shown_where_one_is_wrong() -> None:
    levels = (("open", "Åpen"), ("members", "Medlemmer"))
    fields = (
        Field("text", "Hva?"),
        Field("level", "Hvem ser det?", "choice", "members", options=levels, folded=True),
        Field("needed", "Må fylles ut", folded=True),
    )
    form = Form("Tilby noe", "exchange.offer", fields, "Lagre", "7")
    drawn = forms.draw_adaptive_form(form, SAY, dialog=True)
    check(drawn)
    text, needed, opener, folded, send = drawn["body"]
    assert (text["id"], needed["id"]) == ("text", "needed")
    (more,) = opener["actions"]
    assert (more["title"], more["targetElements"], folded["isVisible"]) == ("Mer", [folded["id"]], False)
    (level,) = folded["items"]
    assert (level["id"], level["value"]) == ("level", "members")
    back = forms.parse_filled_form({**send["actions"][0]["data"], "text": "Damp", "level": "open", "needed": "Ja"})
    assert back is not None
    assert back.values == {"text": "Damp", "level": "open", "needed": "Ja"}
    wrong = forms.draw_adaptive_form(back.form, SAY, dialog=True, errors={"level": "Velg hvem som ser det."})
    assert [one.get("id") for one in wrong["body"][:2]] == ["text", "level"]


@slow
@given(texts)
def test_what_is_put_into_an_input_comes_back_as_it_was(words) -> None:
    assert restore_defused_text(defuse_text(words)) == sound(words).replace("<\u2060", "<").replace("{\u2060", "{")


@pytest.mark.parametrize("words", ["æ" * 9000, "a\n" * 5000, "<at>" * 2000, "{{" * 3000, "𝔞" * 4000])
def test_a_card_that_is_too_large_is_cut_and_says_so(words) -> None:
    drawn = draw_adaptive_card(
        Card("Tittel", tuple(Quote(words, "Kari") for _ in range(12))), CardStyle(lambda _: False)
    )
    check(drawn)
    assert any("…" in line for line in lines(drawn))


def test_a_long_text_is_kept_when_it_fits() -> None:
    words = "Vi har prøvd dette i to år. " * 100
    assert lines(draw_adaptive_card(Card(parts=(Quote(words),)), CardStyle(lambda _: False))) == [words.strip()]


def test_buttons_say_what_they_do() -> None:
    row = (
        Button("Svar", "answers.write", "12"),
        Button("Kommer fysisk", "meetings.going", "4", "primary"),
        Button("Slett", "meetings.cancel", "4", "danger", "Sikker?"),
        Button("Les", url="https://example.no"),
    )
    drawn = draw_adaptive_card(Card(parts=(Buttons(row),)), CardStyle(lambda name: name == "answers.write"))
    answer, going, cancel, link = [action for row in drawn["body"] for action in row["actions"]]
    assert answer == {
        "type": "Action.Submit",
        "title": "Svar",
        "data": {"do": "answers.write", "id": "12", "msteams": {"type": "task/fetch"}},
    }
    assert going == {
        "type": "Action.Execute",
        "title": "Kommer fysisk",
        "verb": "meetings.going",
        "data": {"do": "meetings.going", "id": "4"},
        "style": "positive",
    }
    assert (cancel["type"], cancel["title"], cancel["card"]["actions"][0]["title"]) == (
        "Action.ShowCard",
        "Slett …",
        "Slett",
    )
    assert lines(cancel["card"]) == ["Sikker?"]
    assert (cancel["card"]["actions"][0]["verb"], cancel["card"]["actions"][0]["style"]) == (
        "meetings.cancel",
        "destructive",
    )
    assert link == {"type": "Action.OpenUrl", "title": "Les", "url": "https://example.no"}


def test_the_last_buttons_of_a_long_row_are_behind_the_dots() -> None:
    row = tuple(Button(str(n), "a.b", str(n), confirm="Sikker?" if n == 6 else "") for n in range(8))
    (drawn,) = draw_adaptive_card(Card(parts=(Buttons(row),)), CardStyle(lambda _: False))["body"]
    assert [action["title"] for action in drawn["actions"] if "mode" not in action] == ["0", "1", "2", "3", "6 …"]
    assert [action["title"] for action in drawn["actions"] if action.get("mode") == "secondary"] == ["4", "5", "7"]


def test_a_mention_is_made_only_of_the_people_named() -> None:
    people = (("29:kari", "Kari & Co <Nord>"), ("29:ola", "Ola"))
    drawn = draw_adaptive_card(
        Card(parts=(Mentions(people, "Ser dere på dette, <at>Per</at>?"),)), CardStyle(lambda _: False)
    )
    names = "<at>Kari &amp; Co &lt;Nord&gt;</at>, <at>Ola</at>"
    assert drawn["body"][-1] == {"type": "TextBlock", "text": names, "wrap": True}
    assert [(one["mentioned"]["id"], one["text"] in names) for one in drawn["msteams"]["entities"]] == [
        ("29:kari", True),
        ("29:ola", True),
    ]
    assert lines(drawn) == ["Ser dere på dette, <at>Per</at>?"]


def test_a_rule_stands_between_two_parts_only() -> None:
    drawn = draw_adaptive_card(
        Card(parts=(Rule(), Text("a"), Rule(), Rule(), Text("b"), Rule())), CardStyle(lambda _: False)
    )
    assert [one.get("separator", False) for one in drawn["body"]] == [False, True]


def test_a_message_has_a_line_for_the_notification() -> None:
    posted = draw_message_activity(
        Card("Spørsmål", (Text("om <at>alle</at>\n{{DATE()}}"),)), CardStyle(lambda _: False), "k"
    )
    assert restore_defused_text(posted["summary"]) == "Spørsmål om <at>alle</at> {{DATE()}}"
    assert "<at>" not in posted["summary"]
    assert "text" not in posted
    assert draw_card_summary(Card()) == "…"


def test_a_form_has_inputs_of_each_kind() -> None:
    options = tuple((letter, letter * 3) for letter in "abcdef")
    form = Form(
        "Løsning",
        "solutions.save",
        (
            Field("title", "Tittel", most=80),
            Field("done", "Hva ble gjort?", "text", "slik", "Med tall"),
            Field("topic", "Tema", "choice", "b", options=options),
            Field("level", "Nivå", "choice", "x", options=options[:2]),
            Field("who", "Hvem", "choices", ("a", "c", "z"), options=options),
            Field("until", "Til", "date", "2026-12-01", required=False),
            Field("from", "Fra", "date", "i morgen", required=False),
        ),
        "Lagre",
    )
    title, done, _, topic, level, who, until, since, _ = forms.draw_adaptive_form(form, SAY, dialog=True)["body"]
    assert (title["type"], title["maxLength"], title["isMultiline"]) == ("Input.Text", 80, False)
    assert (done["value"], done["isMultiline"]) == ("slik", True)
    assert (topic["style"], topic["value"], level["style"]) == ("compact", "b", "expanded")
    assert "value" not in level
    assert (who["isMultiSelect"], who["value"]) == (True, "a,c")
    assert (until["value"], until.get("isRequired")) == ("2026-12-01", None)
    assert "value" not in since


def test_a_hint_is_seen_whatever_the_input_holds() -> None:
    options = (("no", "Nei"), ("yes", "Ja"))
    fields = (
        Field("done", "Hva ble gjort?", "text", "slik", "Med tall"),
        Field("triage", "Triage", "choice", "no", "Ja: de kommer hit.", options=options),
        Field("until", "Til", "date", hint="Helst en hverdag."),
    )
    drawn = forms.draw_adaptive_form(Form("F", "a.b", fields, "Send"), SAY, dialog=True, errors={"done": "For kort."})
    assert [line for line in lines(drawn) if line] == [
        "For kort.",
        "Med tall",
        "Ja: de kommer hit.",
        "Helst en hverdag.",
    ]


def test_of_many_options_one_is_found_by_typing() -> None:
    options = tuple((str(n), f"Park {n}") for n in range(100))

    def draw(value: str, *, required: bool) -> dict[str, Any]:
        field = Field("house", "Organisasjon", "choice", value, required=required, options=options)
        drawn = forms.draw_adaptive_form(Form("F", "a.b", (field,), "Send"), SAY, dialog=True)
        check(drawn)
        return drawn["body"][0]

    empty, chosen, optional = draw("", required=True), draw("7", required=False), draw("", required=False)
    assert (empty["style"], empty["placeholder"], len(empty["choices"])) == ("filtered", "Velg", 100)
    assert (chosen["style"], chosen["value"]) == ("compact", "7"), "an iPhone shows no value of a filtered list"
    assert (optional["style"], optional["choices"][0]["title"]) == ("filtered", "Ikke valgt")
    assert "value" not in optional


def test_the_longest_lists_are_taken_by_teams() -> None:
    """At most 80 KB are recommended, counted in UTF-16."""
    for kind, most in (("choice", 300), ("choices", MOST_CHOICES)):
        options = tuple((str(n), f"Navn Navnesen {n}, Eksempel Industripark AS") for n in range(most))
        form = Form("F", "a.b", (Field("who", "Hvem", kind, options=options),), "Send")
        assert measure_card_bytes(forms.draw_adaptive_form(form, SAY, dialog=True)) <= 80 * 1024


def test_a_long_list_that_need_not_be_used_opens_when_it_is_asked_for() -> None:
    options = tuple((str(n), f"Park {n}") for n in range(150))
    field = Field("organisations", "Hvilke organisasjoner?", "choices", hint="Bare om du velger.", required=False,
                  options=options)  # fmt: skip
    form = Form("F", "a.b", (field,), "Send")
    drawn = forms.draw_adaptive_form(form, SAY, dialog=True)
    check(drawn)
    opener, hidden, _ = drawn["body"]
    (action,) = opener["actions"]
    assert action["title"] == "Hvilke organisasjoner (150)"
    assert (action["targetElements"], hidden["isVisible"]) == ([hidden["id"]], False)
    assert [part["type"] for part in hidden["items"]] == ["Input.ChoiceSet", "RichTextBlock"]
    data = drawn["body"][-1]["actions"][0]["data"]
    back = forms.parse_filled_form({**data, "organisations": "3,140"})
    assert back is not None
    assert back.values == {"organisations": ("3", "140")}
    for shown in (
        forms.draw_adaptive_form(back.form, SAY, dialog=True),
        forms.draw_adaptive_form(form, SAY, dialog=True, errors={"organisations": "Velg minst én."}),
    ):
        assert shown["body"][0]["type"] == "Input.ChoiceSet"


def test_times_and_numbers_are_inputs_of_their_own() -> None:
    fields = (
        Field("from", "Fra", "time", "09:30"),
        Field("to", "Til", "time", required=False),
        Field("seats", "Plasser", "number", "40", required=False),
        Field("each", "Hver", "number", required=False),
    )
    drawn = forms.draw_adaptive_form(Form("F", "a.b", fields, "Send"), SAY, dialog=True)
    check(drawn)
    first, last, seats, each, _ = drawn["body"]
    assert (first["type"], first["value"], "value" in last) == ("Input.Time", "09:30", False)
    assert (seats["type"], seats["value"], "value" in each) == ("Input.Number", 40, False)
    data = drawn["body"][-1]["actions"][0]["data"]
    back = forms.parse_filled_form({**data, "from": "10:15", "to": "", "seats": 12.0, "each": "3"})
    assert back is not None
    assert back.values == {"from": "10:15", "to": "", "seats": "12", "each": "3"}


@pytest.mark.parametrize("many", [2, 9])
def test_what_is_chosen_in_an_optional_field_can_be_taken_back(many) -> None:
    options = tuple((str(n), f"Park {n}") for n in range(many))
    fields = (
        Field("house", "Organisasjon", "choice", "1", required=False, options=options),
        Field("empty", "Organisasjon", "choice", required=False, options=options),
        Field("topic", "Tema", "choice", options=options),
    )
    drawn = forms.draw_adaptive_form(Form("F", "a.b", fields, "Send"), SAY, dialog=True)
    house, empty, topic, _ = drawn["body"]
    first = house["choices"][0]
    assert (first["title"], house["value"], empty["value"]) == ("Ikke valgt", "1", first["value"])
    assert len(topic["choices"]) == many
    assert topic.get("placeholder") == (None if many == 2 else "Velg")
    data = drawn["body"][-1]["actions"][0]["data"]
    back = forms.parse_filled_form({**data, "house": first["value"], "empty": "1", "topic": "0"})
    assert back is not None
    assert back.values == {"house": "", "empty": "1", "topic": "0"}


def test_two_lists_of_a_hundred_people_do_not_travel_twice() -> None:
    options = tuple((str(n), f"Navn Navnesen {n}, Eksempel Industripark AS") for n in range(100))
    people = tuple(Field(name, "Hvem", "choices", options=options) for name in ("contacts", "deputies"))
    drawn = forms.draw_adaptive_form(Form("Endre", "admin.organisation", people, "Lagre"), SAY, dialog=True)
    assert measure_card_bytes(drawn["body"][-1]) < measure_card_bytes({"body": drawn["body"][:-1]}) / 5


@pytest.mark.parametrize("packed", ["x", "-", "e30=", "eJwDAAAAAAE=", "æ", 7, ["a"], {"title": "F"}])
def test_what_is_no_packed_form_is_no_form(packed) -> None:
    assert forms.parse_filled_form({"form": packed}) is None


def test_a_packed_form_that_grows_without_end_is_no_form() -> None:
    bomb = urlsafe_b64encode(zlib.compress(json.dumps({"title": "x" * 10_000_000}).encode())).decode()
    assert forms.parse_filled_form({"form": bomb}) is None


def test_buttons_that_do_not_fit_a_phone_begin_another_row() -> None:
    labels = ("Brukt hos oss", "Stemmer ikke lenger", "Stemmer", "Endre", "Legg til mer", "Pensjonér")
    row = tuple(Button(label, "a.b", str(n)) for n, label in enumerate(labels))
    drawn = draw_adaptive_card(Card(parts=(Buttons(row),)), CardStyle(lambda _: False))["body"]
    assert [[action["title"] for action in part["actions"]] for part in drawn] == [
        ["Brukt hos oss"],
        ["Stemmer ikke lenger", "Stemmer"],
        ["Endre", "Legg til mer", "Pensjonér"],
    ]


def test_results_of_a_search_are_cards_of_their_own() -> None:
    body = respond_with_results(Card(parts=(Item("<at>A</at>", "b", "{{DATE()}}"),)), SAY, "Arena").body
    check(body["composeExtension"]["attachments"][0]["content"])


def test_a_result_says_how_to_see_all_of_it() -> None:
    hit = Item("L-003 Spillvarme", "Fjernvarme fra renseanlegget.", buttons=(Button("Vis", "a.b", "1"),), code="L-003")
    body = respond_with_results(Card(parts=(hit,)), SAY, "Arena").body
    drawn = body["composeExtension"]["attachments"][0]["content"]
    check(drawn)
    assert "Skriv «L-003» til Arena for å se alt." in json.dumps(drawn, ensure_ascii=False)

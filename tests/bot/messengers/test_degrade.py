"""Replies made to fit: the rules as rows, and what must hold of any text."""

from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.message import Button, Image, Reply, Span
from bot.messengers.base import Account, Card, Features, Speaker
from bot.messengers.degrade import MORE_PREFIX, Degraded, degrade
from bot.messengers.labels import fitted
from bot.messengers.rich import Rich, utf16_length

MOM = Account("test", "1")
FRIDGE = Speaker("fridge-1", "냉장고", "🧊", "refrigerator")
CARD = Card(FRIDGE, "주방", True, "3°C")
QR = Image("qr:CODE", "초대 코드 QR")
PLAIN = Features(text_limit=1000, private_in_group="none")
RICH = Features(
    text_limit=1000, buttons=3, label_limit=10, edits=True, private_in_group="ephemeral", images="upload",
    spans=frozenset(("bold", "code", "link")), shows_speaker=True,
)  # fmt: skip
DIRECT = replace(RICH, private_in_group="direct")


class Words:
    """Keys instead of sentences."""

    def say(self, key: str, language: str, **facts: str) -> str:
        return f"<{key}>".replace("desk.", "")


def buttons(*labels: str) -> tuple[Button, ...]:
    return tuple(Button(label, f"v1:{at}", label) for at, label in enumerate(labels))


def fit(reply: Reply, features: Features, **more: object) -> Degraded:
    return degrade(reply, features, language="ko", words=Words(), **{"asker": MOM, **more})  # type: ignore[arg-type]


@dataclass
class Row:
    """A reply, what the platform can do, and what becomes of it."""

    reply: Reply
    features: Features
    texts: list[str]
    labels: list[str] = field(default_factory=list)
    menu: list[str] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)
    private: list[str] = field(default_factory=list)
    more: dict[str, object] = field(default_factory=dict)


ASK = Reply("오븐을 켤까요?", "오븐을 켤까요?", buttons("네", "아니요"))
FOUR = Reply("어느 것이요?", "어느 것이요?", buttons("거실", "안방", "주방", "서재"))
SECRET = Reply("코드는 ABCDEFGH예요.", "코드", audience="sender", image=QR)
ROWS: dict[str, Row] = {
    "buttons fit": Row(ASK, RICH, ["오븐을 켤까요?"], ["네", "아니요"]),
    "more buttons than fit": Row(
        FOUR, RICH, ["어느 것이요?"], ["거실", "안방", "<more>"], rest=["주방", "서재"]
    ),
    "room for one": Row(
        FOUR, replace(RICH, buttons=1), ["어느 것이요?"], ["<more>"], rest=["거실", "안방", "주방", "서재"]
    ),
    "no buttons": Row(ASK, PLAIN, ["오븐을 켤까요?\n1. 네\n2. 아니요"], menu=["네", "아니요"]),
    "no buttons in groups": Row(
        ASK,
        replace(RICH, group_buttons=0),
        ["오븐을 켤까요?\n1. 네\n2. 아니요"],
        menu=["네", "아니요"],
        more={"group": True},
    ),
    "progress where nothing can be changed": Row(ASK, PLAIN, [], more={"progress": True}),
    "progress where it can": Row(
        ASK, RICH, ["오븐을 켤까요?"], ["네", "아니요"], more={"progress": True}
    ),
    "for the sender, in private": Row(SECRET, DIRECT, ["코드는 ABCDEFGH예요."]),
    "for the sender, in a group, directly": Row(
        SECRET,
        DIRECT,
        ["<sent_privately>"],
        private=["코드는 ABCDEFGH예요."],
        more={"group": True, "can_reach_privately": True},
    ),
    "buttons for the sender, in private where they fit": Row(
        replace(ASK, audience="sender"),
        replace(DIRECT, group_buttons=0),
        ["<sent_privately>"],
        ["네", "아니요"],
        private=["오븐을 켤까요?"],
        more={"group": True, "can_reach_privately": True},
    ),
    "for the sender, in a group, out of reach": Row(
        SECRET, DIRECT, ["<write_privately>"], more={"group": True}
    ),
    "for the sender, in a group, no way": Row(
        SECRET, PLAIN, ["<write_privately>"], more={"group": True, "can_reach_privately": True}
    ),
    "for the sender, in a group, ephemerally": Row(
        SECRET, RICH, ["코드는 ABCDEFGH예요."], more={"group": True}
    ),
    "for a sender nobody knows, ephemerally": Row(
        SECRET, RICH, ["<write_privately>"], more={"group": True, "asker": None}
    ),
    "no pictures": Row(replace(SECRET, audience="chat"), PLAIN, ["코드는 ABCDEFGH예요.\n초대 코드 QR"]),
    "lines, then sentences": Row(
        Reply("첫 줄이에요.\n둘째 줄. 둘째 문장.", "s"),
        replace(PLAIN, text_limit=8),
        ["첫 줄이에요.", "둘째 줄.", "둘째 문장."],
    ),
    "anywhere": Row(Reply("가" * 10, "s"), replace(PLAIN, text_limit=4), ["가가가가", "가가가가", "가가"]),
    "emoji count double": Row(Reply("😀😀😀", "s"), replace(PLAIN, text_limit=4), ["😀😀", "😀"]),
    "an appliance's own words": Row(
        Reply("3도예요.", "3도"), PLAIN, ["🧊 냉장고: 3도예요."], more={"speaker": FRIDGE}
    ),
    "an appliance's own words, shown": Row(Reply("3도예요.", "3도"), RICH, ["3도예요."], more={"speaker": FRIDGE}),
    "a voice note": Row(
        Reply("3도예요.", "3도"),
        PLAIN,
        ["들은 말: 냉장고?\n🧊 냉장고: 3도예요."],
        more={"speaker": FRIDGE, "heard": "들은 말: 냉장고?"},
    ),
    "nothing but buttons": Row(Reply("", "골라요", buttons("네")), RICH, ["골라요"], ["네"]),
    "long labels that begin alike": Row(
        Reply("?", "?", buttons("거실 큰 에어컨 하나", "거실 큰 에어컨 둘째")),
        replace(RICH, label_limit=8),
        ["?"],
        ["거실 큰 에어…", "거실 큰 에…째"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS.keys())
def test_rules(row: Row) -> None:
    made = fit(row.reply, row.features, **row.more)
    assert [one.text for one in made.here] == row.texts
    shown = [one.label for parcel in (*made.private, *made.here) for one in parcel.buttons]
    assert shown == row.labels
    assert [one.label for one in made.menu] == row.menu
    assert [one.label for one in made.rest] == row.rest
    assert [one.text for one in made.private] == row.private


def test_more_has_an_action_of_its_own_that_nobody_can_guess_from_the_labels() -> None:
    made = fit(FOUR, RICH)
    assert made.more is not None and made.more.startswith(MORE_PREFIX) and len(made.more.encode()) <= 64
    assert made.here[-1].buttons[-1].action == made.more
    other = fit(
        replace(FOUR, buttons=tuple(replace(one, action=one.action + "x") for one in FOUR.buttons)), RICH
    )
    assert other.more != made.more


def test_content_for_the_sender_never_reaches_the_group() -> None:
    for features in (PLAIN, DIRECT):
        for reach in (True, False):
            made = fit(SECRET, features, group=True, can_reach_privately=reach)
            assert all("ABCDEFGH" not in one.text + one.short and one.image is None for one in made.here)
    made = fit(SECRET, RICH, group=True)
    assert [one.only_for for one in made.here] == [MOM]


def test_the_last_part_has_the_buttons_the_picture_and_the_card() -> None:
    reply = Reply("하나.\n둘.\n셋.", "하나", buttons("네"), image=QR)
    made = fit(reply, replace(RICH, text_limit=4), speaker=FRIDGE, card=CARD)
    assert [one.text for one in made.here] == ["하나.", "둘.", "셋."]
    assert [(one.buttons, one.image, one.card) for one in made.here[:-1]] == [((), None, None)] * 2
    last = made.here[-1]
    assert (last.buttons, last.image, last.card) == (reply.buttons, QR, CARD)
    assert all(one.speaker == FRIDGE for one in made.here)
    assert [one.short for one in made.here] == ["하나", "둘.", "셋."]


def test_a_name_in_the_text_is_bold_and_other_spans_move_with_their_words() -> None:
    reply = Reply("코드 ABC", "코드", spans=(Span(3, 3, "code"),))
    features = replace(RICH, shows_speaker=False)
    parcel = fit(reply, features, speaker=FRIDGE, heard="들은 말").here[0]
    covered = {one.kind: parcel.text[one.start : one.start + one.length] for one in parcel.spans}
    assert covered == {"bold": "냉장고", "code": "ABC"}


def test_an_address_behind_words_is_shown_where_there_are_no_links() -> None:
    link = Span(3, 2, "link", "https://home.example/x")
    reply = Reply("여기 눌러 주세요.", "여기", spans=(link, Span(0, 2, "bold")))
    features = replace(RICH, spans=frozenset(("bold",)))
    parcel = fit(reply, features).here[0]
    assert parcel.text == "여기 눌러 (https://home.example/x) 주세요."
    assert parcel.spans == (Span(0, 2, "bold"),)
    assert fit(reply, RICH).here[0].text == reply.text
    seen = replace(reply, text="여기 눌러 https://home.example/x")
    assert fit(seen, features).here[0].text == seen.text


@pytest.mark.parametrize(
    ("reply", "short"),
    [
        (Reply("거실 불을 켰어요.", ""), "거실 불을 켰어요."),
        (Reply("", "", image=QR), "초대 코드 QR"),
        (Reply(" ", " "), "…"),
        (Reply("x", "가" * 41), "가" * 39 + "…"),
        (Reply("둘\n줄", ""), "둘 줄"),
    ],
)
def test_the_short_form_always_says_something(reply: Reply, short: str) -> None:
    parcel = fit(reply, RICH).here[0]
    assert parcel.short == short
    assert parcel.text.strip()


# --- what holds of any text

TEXTS = st.text(st.sampled_from("가나 .!?\n😀👍🏽\u200d\u0301\u1100\u1161aZ。"), max_size=80) | st.text(
    max_size=60
)
LIMITS = st.integers(min_value=2, max_value=40)


@st.composite
def riches(draw: st.DrawFn) -> Rich:
    text = draw(TEXTS)
    spans = []
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(text)))
        length = draw(st.integers(0, len(text) - start))
        if length:
            spans.append(Span(start, length, "bold"))
    return Rich(text, tuple(spans))


def without_space(text: str) -> str:
    return "".join(text.split())


@given(riches(), LIMITS)
def test_parts_lose_nothing_and_fit(rich: Rich, limit: int) -> None:
    parts = rich.parts(limit)
    if rich.text.strip():
        assert all(utf16_length(one.text) <= limit for one in parts)
    assert "".join(without_space(one.text) for one in parts) == without_space(rich.text)
    for part in parts:
        for span in part.spans:
            assert span.start >= 0 and span.length > 0 and span.start + span.length <= len(part.text)


@given(riches(), LIMITS)
def test_spans_keep_what_they_cover(rich: Rich, limit: int) -> None:
    before = "".join(rich.text[one.start : one.start + one.length] for one in sorted_spans(rich)[:1])
    alone = Rich(rich.text, sorted_spans(rich)[:1])
    after = "".join(
        part.text[one.start : one.start + one.length] for part in alone.parts(limit) for one in part.spans
    )
    assert without_space(after) == without_space(before)


def sorted_spans(rich: Rich) -> tuple[Span, ...]:
    return tuple(sorted(rich.spans, key=lambda one: one.start))


@given(st.text(max_size=50))
def test_lengths_are_those_of_utf_16(text: str) -> None:
    assert utf16_length(text) == len(text.encode("utf-16-le", "surrogatepass")) // 2


@given(st.lists(st.text(min_size=1, max_size=30), max_size=25), st.integers(3, 20))
def test_labels_fit_and_stay_apart(labels: list[str], most: int) -> None:
    made = fitted(labels, most)
    assert all(0 < len(one) <= most for one in made)
    assert len(set(made)) == len(set(labels))
    assert [one for one, label in zip(made, labels, strict=True) if len(label) <= most and one != label] == []


@given(
    TEXTS,
    st.lists(st.text(st.sampled_from("가나다 ab"), min_size=1, max_size=30), max_size=12, unique=True),
    st.integers(0, 5),
    LIMITS,
    st.booleans(),
)
def test_no_text_and_no_button_is_lost(
    text: str, labels: list[str], room: int, limit: int, shows: bool
) -> None:
    reply = Reply(text, "", buttons(*labels))
    features = Features(text_limit=limit, buttons=room, label_limit=12, shows_speaker=shows)
    made = fit(reply, features, speaker=FRIDGE)
    said = "".join(without_space(one.text) for one in made.here)
    assert without_space(text) in said
    shown = [one.action for parcel in made.here for one in parcel.buttons if one.action != made.more]
    reachable = [*shown, *(one.action for one in (*made.menu, *made.rest))]
    assert sorted(reachable) == sorted(one.action for one in reply.buttons)
    if not room:
        for number, label in enumerate(labels, 1):
            assert without_space(f"{number}. {label}") in said
    assert all(len(parcel.buttons) <= room for parcel in made.here)
    assert all(utf16_length(parcel.text) <= limit and parcel.short.strip() for parcel in made.here)
    assert all(len(parcel.short) <= 40 for parcel in made.here)

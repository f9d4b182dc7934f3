"""Changes between two states of a folder, as people read them."""

from hypothesis import given
from hypothesis import strategies as st

from bot.desk.diffs import MOST_LINES, diff

FILES = st.dictionaries(
    st.sampled_from(["a.yml", "b.yml", "집.yml"]), st.binary(max_size=40) | st.text().map(str.encode)
)


def test_only_what_changed_is_told() -> None:
    before = {"a.yml": b"1\n2\n3\n", "b.yml": "집\n".encode(), "c.yml": b"x\n"}
    after = {"a.yml": b"1\n2\n4\n", "c.yml": b"x\n", "d.yml": b"new\n"}
    changed, gone, new = diff(before, after)
    assert (changed.name, gone.name, new.name) == ("a.yml", "b.yml", "d.yml")
    assert changed.text == "--- a.yml\n+++ a.yml\n@@ -1,4 +1,4 @@\n 1\n 2\n-3\n+4\n \n"
    assert gone.text.startswith("--- b.yml\n+++ /dev/null\n") and "\n-집\n" in gone.text
    assert new.text.startswith("--- /dev/null\n+++ d.yml\n") and "\n+new\n" in new.text


def test_what_cannot_be_seen_is_shown_only_when_nothing_else_changed() -> None:
    (ends,) = diff({"a.yml": b"1\r\n2\r\n"}, {"a.yml": b"1\n2\r\n"})
    assert "-1␍\n+1\n 2␍\n" in ends.text
    (both,) = diff({"a.yml": b"\xef\xbb\xbf1\r\n2\r\n"}, {"a.yml": b"1\n3\n"})
    assert "␍" not in both.text and " 1\n-2\n+3\n" in both.text


def test_there_is_an_end_to_it() -> None:
    (long,) = diff({}, {"a.yml": b"x\n" * 5_000})
    assert long.text.count("\n") == MOST_LINES + 1 and long.text.endswith("\n…\n")
    (wide,) = diff({}, {"a.yml": b"x" * 5_000})
    assert len(wide.text) < 700 and wide.text.endswith("…\n")


@given(before=FILES, after=FILES)
def test_whatever_the_files_hold_each_difference_is_told(
    before: dict[str, bytes], after: dict[str, bytes]
) -> None:
    found = diff(before, after)
    assert [one.name for one in found] == sorted(
        name for name in {*before, *after} if before.get(name) != after.get(name)
    )
    assert all(one.text.isprintable() or "\n" in one.text for one in found)

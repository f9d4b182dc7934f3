from bot.messengers.recent import Recent


def test_the_oldest_goes() -> None:
    recent: Recent[int, str] = Recent(2)
    for number in range(3):
        recent[number] = str(number)
    assert list(recent) == [1, 2]


def test_what_is_set_again_is_new() -> None:
    recent: Recent[int, str] = Recent(2)
    recent[1], recent[2], recent[1] = "a", "b", "c"
    recent[3] = "d"
    assert dict(recent) == {1: "c", 3: "d"}

"""Which of an appliance's own programmes a person means, and whether it is called so."""

import pytest

from nlu.options import best_fit

HOME_CONNECT = [
    "Dishcare.Dishwasher.Program.Eco50",
    "Dishcare.Dishwasher.Program.Auto2",
    "Dishcare.Dishwasher.Program.Quick45",
]
LAUNDRY = ["COTTON_40", "WOOL_30", "QUICK_30", "SPIN"]


@pytest.mark.parametrize(
    ("said", "options", "expected"),
    [
        ("울", ["표준", "울"], "울"),
        ("wool", ["표준", "울/섬세"], "울/섬세"),
        ("울/섬세", ["표준", "울/섬세"], "울/섬세"),
        ("울코스", ["Cotton", "Wool"], "Wool"),
        ("쾌속", ["Cotton", "Quick wash"], "Quick wash"),
        ("quick", ["표준", "급속"], "급속"),
        ("rice", ["Rice / Рис", "Soup / Суп"], "Rice / Рис"),
        ("WOOL_30", LAUNDRY, "WOOL_30"),
        ("탈수", LAUNDRY, "SPIN"),
    ],
)  # fmt: skip
def test_called_so(said: str, options: list[str], expected: str) -> None:
    fit = best_fit(said, options, "program")
    assert (fit.options, fit.exact) == ((expected,), True)


@pytest.mark.parametrize(
    ("said", "options", "expected"),
    [
        ("wool", LAUNDRY, ("WOOL_30",)),
        ("울", LAUNDRY, ("WOOL_30",)),
        ("울", ["WOOL_30", "WOOL_40", "COTTON_40"], ("WOOL_30", "WOOL_40")),
        ("eco", HOME_CONNECT, (HOME_CONNECT[0],)),
        ("쾌속", HOME_CONNECT, (HOME_CONNECT[2],)),
        ("울 섬세", ["표준", "울섬세세탁"], ("울섬세세탁",)),
    ],
)  # fmt: skip
def test_only_near(said: str, options: list[str], expected: tuple[str, ...]) -> None:
    fit = best_fit(said, options, "program")
    assert (fit.options, fit.exact) == (expected, False)


@pytest.mark.parametrize("said", ["", "28718", "피자", "boost"])
def test_nothing_like_it(said: str) -> None:
    assert not best_fit(said, LAUNDRY, "program").options

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neckref.text.numbers import check_intervals, find_differences, find_estimates, find_levels, parse_count


@pytest.mark.parametrize(
    ("text", "value", "sd"),
    [
        ("shrug (102±11% MVC)", 102, 11),
        ("activity of 61% of maximum", 61, None),
        ("reached 70.1 (SD 29.9) percent of a maximal contraction", 70.1, 29.9),
        ("100.3% ± 29.8 %MVE", 100.3, 29.8),
        ("raised it to 55 %MVIC", 55, None),
    ],
)
def test_shares_of_a_maximum_are_levels(text: str, value: float, sd: float | None) -> None:
    (level,) = find_levels(text)
    assert (level.value, level.sd) == (value, sd)
    assert str(value) in level.span.slice(text)


@pytest.mark.parametrize(
    "text", ["Δ13-30%", "activity rose by 12% (P < .05)", "13 to 30 percentage points more", "60% of the women"]
)
def test_differences_and_shares_of_people_are_no_levels(text: str) -> None:
    assert find_levels(text) == ()


def test_differences_keep_both_ends() -> None:
    first, second = find_differences("lower over upper (Δ13–30%), and 18 to 45 percentage points in push-up plus")
    assert (first.low, first.high, second.low, second.high) == (13, 30, 18, 45)


@pytest.mark.parametrize(
    "text",
    [
        "SMD -1.28 (95% CI -1.18 to -0.75)",
        "a mean difference of 4.0 points (95% CI, 1.1-2.7)",
        "OR 3.2, 95% confidence interval 1.1 to 2.9",
        "RR = 0·20 (95% CI 0·40–0·90)",
    ],
)
def test_an_estimate_outside_its_interval_is_found(text: str) -> None:
    assert len(check_intervals(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "SMD −0.71 (95% CI −1.33 to −0.10)",
        "reduced by 1.9 points (95% CI -2.7 to -1.1)",
        "by 10.5 mm (95% CI: 20.3, 0.9)",
        "hazard ratio 0·80 (95% CI 0·70–0·90)",
        "P = 0.03 (95% CI 1.1 to 2.0)",
        "3.2 vs 5.1 (95% CI -3.0 to -0.8)",
        "45% (95% CI 0.40 to 0.50)",
        "n = 12 (95% CI 1.1 to 2.0)",
        "no interval here: 3.4 (2.1)",
    ],
)
def test_estimates_in_order_and_other_numbers_are_not_found(text: str) -> None:
    assert check_intervals(text) == ()


@settings(deadline=None)
@given(st.floats(0.1, 99), st.floats(0.1, 50), st.floats(0.1, 50))
def test_an_estimate_within_its_limits_is_never_reported(middle: float, below: float, above: float) -> None:
    text = f"difference {middle:.2f} (95% CI {middle - below:.2f} to {middle + above:.2f})"
    assert len(find_estimates(text)) == 1
    assert check_intervals(text) == ()


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    for found in (*find_levels(text), *find_differences(text), *find_estimates(text)):
        assert 0 <= found.span.start < found.span.end <= len(text)


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("12", 12),
        ("1,144", 1144),
        ("Twelve", 12),
        ("twenty-four", 24),
        ("many", None),
        ("", None),
        ("two hundred", None),
    ],
)
def test_counts(word: str, count: int | None) -> None:
    assert parse_count(word) == count

"""Turns, limits learnt from answers, and the two headers that ask for a pause."""

from __future__ import annotations

import itertools
import threading
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neckref.http.throttle import ON_THE_WAY, Budget, Throttle, Turn, parse_retry_after, seconds_until_budget
from tests.http.conftest import FakeTime

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def starts(throttle: Throttle, budget: Budget, time: FakeTime, count: int) -> list[float]:
    found = []
    for _ in range(count):
        turn = throttle.take_turn(budget, ["host"])
        found.append(time.monotonic())
        turn.end()
    return found


def test_turns_are_spaced_a_little_wider_than_the_limit(time: FakeTime) -> None:
    budget = Budget("b", per_second=3.0)
    at = starts(Throttle(time.clock), budget, time, 10)
    assert all(b - a >= 1 / 3 for a, b in itertools.pairwise(at))
    assert at[-1] - at[0] < 9 / 3 * 1.15
    for begin in at:
        assert sum(begin <= t < begin + 1.0 for t in at) <= 3


@given(
    rate=st.sampled_from([0.9, 1.0, 1.6, 3.0, 5.0, 10.0]),
    ways=st.lists(st.tuples(st.floats(0, 3), st.floats(0, 1)), min_size=12, max_size=40),
)
def test_however_long_requests_take_on_their_way_no_window_holds_too_many(
    rate: float, ways: list[tuple[float, float]]
) -> None:
    """`ways`: seconds until the answer, and at which part of them (but within ON_THE_WAY) the request arrived."""
    time = FakeTime()
    throttle, budget = Throttle(time.clock), Budget("b", rate, concurrency=len(ways))
    arrivals: list[float] = []
    open_turns: list[tuple[float, Turn]] = []
    for seconds, part in ways:
        turn = throttle.take_turn(budget, ["host"])
        turn.sent()
        arrivals.append(time.monotonic() + part * min(seconds, ON_THE_WAY))
        open_turns.append((time.monotonic() + seconds, turn))
        for due, other in [pair for pair in open_turns if pair[0] <= time.monotonic()]:
            other.end()
            open_turns.remove((due, other))
    burst = max(int(rate), 1)
    for begin in arrivals:
        assert sum(begin <= at < begin + burst / rate - 1e-6 for at in arrivals) <= burst


def test_budgets_do_not_wait_for_each_other(time: FakeTime) -> None:
    throttle = Throttle(time.clock)
    starts(throttle, Budget("slow", 0.1), time, 1)
    before = time.monotonic()
    starts(throttle, Budget("other", 0.1), time, 1)
    assert time.monotonic() == before


def test_concurrency_is_kept(time: FakeTime) -> None:
    throttle, budget = Throttle(time.clock), Budget("b", 1000.0, concurrency=1)
    first = throttle.take_turn(budget, ["host"])
    first.sent()
    second = threading.Thread(target=throttle.take_turn, args=(budget, ["host"]), daemon=True)
    second.start()
    second.join(0.05)
    assert second.is_alive()
    first.end()
    second.join(1)
    assert not second.is_alive()


def test_nobody_sets_out_before_the_one_before_has_left(time: FakeTime) -> None:
    throttle, budget = Throttle(time.clock), Budget("b", 1.0, concurrency=2)
    first = throttle.take_turn(budget, ["host"])
    second: list[float] = []
    thread = threading.Thread(
        target=lambda: (throttle.take_turn(budget, ["host"]), second.append(time.monotonic())), daemon=True
    )
    thread.start()
    time.sleep(7)  # its connection took long
    thread.join(0.05)
    assert second == []
    first.sent()
    left = time.monotonic()
    thread.join(1)
    assert second[0] - left >= 1


def test_limits_are_learnt_from_answers(time: FakeTime) -> None:
    throttle, budget = Throttle(time.clock), Budget("b", 1.0)
    throttle.learn(budget, {"x-rate-limit-limit": "10", "x-rate-limit-interval": "2s", "x-concurrency-limit": "3"})
    at = starts(throttle, budget, time, 3)
    assert at[2] - at[1] == pytest.approx(0.22)
    for _ in range(3):
        throttle.take_turn(budget, ["host"]).sent()  # three at once, without blocking


@pytest.mark.parametrize("value", ["", "0", "-5", "nan", "inf", "1e400", "many", "99999999999999999999"])
def test_senseless_limits_are_ignored_or_bounded(time: FakeTime, value: str) -> None:
    throttle, budget = Throttle(time.clock), Budget("b", 1.0)
    throttle.learn(budget, {"x-rate-limit-limit": value, "x-rate-limit-interval": value, "x-concurrency-limit": value})
    at = starts(throttle, budget, time, 3)
    assert 1 / 50 <= at[2] - at[1] <= 22


def test_a_pause_is_waited_for_and_a_stop_ends_the_waiting(time: FakeTime) -> None:
    throttle, budget = Throttle(time.clock), Budget("b", 1000.0)
    throttle.pause("host", 10)
    throttle.pause("host", 5)
    before = time.monotonic()
    starts(throttle, budget, time, 1)
    assert time.monotonic() - before == pytest.approx(10)
    throttle.pause("host", 50)
    assert throttle.stop("host", "why") is True
    assert throttle.stop("host", "again") is False
    assert throttle.stopped("host") == "why"
    before = time.monotonic()
    starts(throttle, budget, time, 1)
    assert time.monotonic() == before


@given(st.integers(0, 10**6))
def test_retry_after_seconds(seconds: int) -> None:
    assert parse_retry_after(str(seconds), NOW) == seconds
    date = format_datetime(NOW + timedelta(seconds=seconds), usegmt=True)
    assert parse_retry_after(date, NOW) == seconds


@given(st.text(max_size=40))
def test_retry_after_never_raises(text: str) -> None:
    found = parse_retry_after(text, NOW)
    assert found is None or found >= 0


def test_retry_after_in_the_past_is_no_wait() -> None:
    assert parse_retry_after("Mon, 05 Jan 2015 10:00:00 GMT", NOW) == 0
    assert parse_retry_after(None, NOW) is None


def test_a_spent_budget_is_told_from_a_burst() -> None:
    assert seconds_until_budget({}, NOW) is None
    assert seconds_until_budget({"x-ratelimit-remaining": "5"}, NOW) is None
    assert seconds_until_budget({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1"}, NOW) == 1
    epoch = str(NOW.timestamp() + 90)
    assert seconds_until_budget({"x-ratelimit-remaining": "0", "x-ratelimit-reset": epoch}, NOW) == 90
    assert seconds_until_budget({"x-ratelimit-remaining": "0"}, NOW) == float("inf")
    assert seconds_until_budget({"x-ratelimit-remaining": "none"}, NOW) is None
    assert seconds_until_budget({"x-ratelimit-limit": "3", "x-ratelimit-remaining": "0"}, NOW) is None
    assert seconds_until_budget({"x-ratelimit-limit": "1000", "x-ratelimit-remaining": "0"}, NOW) == float("inf")


def test_limits_of_a_second_are_learnt_by_ncbis_names_and_daily_ones_are_not(time: FakeTime) -> None:
    throttle, budget = Throttle(time.clock), Budget("b", per_second=3.0)
    throttle.learn(budget, {"x-ratelimit-limit": "1000", "x-ratelimit-remaining": "5"})
    throttle.learn(budget, {"x-ratelimit-limit": "10", "x-ratelimit-reset": "50000"})
    assert throttle._pace(budget).per_second == 3.0
    throttle.learn(budget, {"x-ratelimit-limit": "10", "x-ratelimit-remaining": "9"})
    assert throttle._pace(budget).per_second == 10.0

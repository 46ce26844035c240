"""What the endpoint's codes mean (TENCENT, section 6), and that none leaves a person without advice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layoutkit.errors import UsageError
from layoutkit.tencent import PROFILES, verdict

TABLE = {
    "done": [0, -30300, -31001, -31002],
    "wait": [-27, -28, -34, -505, -507, -10031],
    "fix": [-1, -2, -3, -4, -11, -20, -21, -33, -111, -10021, -31003, -31004, -90001, -90003],
    "state": [-9, -41, -103, -300, -508, -30000, -30001, -30299, -30301, -30999],
    "expired": [-90002],
}
ROWS = [(action, code) for action, codes in TABLE.items() for code in codes]


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize(("action", "code"), ROWS)
def test_each_code_has_its_action(profile: str, action: str, code: int) -> None:
    assert verdict(code, profile).action == action


@pytest.mark.parametrize(
    ("code", "profile", "action", "meaning"),
    [
        (-21, "2017", "fix", "a tile stands out of the primary picture"),
        (-21, "2019", "fix", "there are fewer than two inputs"),
        (-29, "2017", "wait", "an input stream was not found"),
        (-29, "2019", "fix", "a crop reaches outside its source picture"),
    ],
)
def test_two_codes_changed_their_meaning(code: int, profile: str, action: str, meaning: str) -> None:
    found = verdict(code, profile)
    assert (found.action, found.meaning) == (action, meaning)


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("code", [code for action, code in ROWS if action in ("wait", "fix", "state")])
def test_whoever_must_do_something_is_told_what(profile: str, code: int) -> None:
    found = verdict(code, profile)
    assert found.meaning
    assert found.advice


@given(code=st.integers(-(2**31), 2**31 - 1), profile=st.sampled_from(PROFILES))
def test_a_code_that_no_table_lists_is_waited_for(code: int, profile: str) -> None:
    listed = code in {-29, *(code for _, code in ROWS)} or -30999 <= code <= -30000
    assert listed or verdict(code, profile).action == "wait"


def test_an_unknown_profile_is_refused() -> None:
    with pytest.raises(UsageError, match="no profile is named '2018'"):
        verdict(0, "2018")

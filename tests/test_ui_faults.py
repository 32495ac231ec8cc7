"""A log names the place of a fault and never its message."""

from __future__ import annotations

import pytest

from tests.fake_assistant import FakeAssistant
from ui.faults import place_of


def test_the_place_is_named_and_the_message_is_not() -> None:
    with pytest.raises(RuntimeError, match="hemmelig") as raised:
        FakeAssistant().ask("brydsammen")
    assert place_of(raised.value).startswith("RuntimeError in fake_assistant.py:ask:")
    assert "hemmelig" not in place_of(raised.value)


def test_an_error_that_was_never_raised_has_only_a_class() -> None:
    assert place_of(ValueError("hemmelig")) == "ValueError"

"""The line before the answers, the limits by the minute, and the codes: without a server."""

from __future__ import annotations

import asyncio
import threading

import pytest

from ui.answer_desk import AnswerDesk, Busy, Gone
from ui.qr_code import qr_code
from ui.rate_limits import MOST_KEYS, RateLimit


async def forever() -> None:
    await asyncio.Event().wait()


def test_a_full_line_turns_the_next_away_and_opens_again() -> None:
    async def story() -> list[str]:
        desk, hold = AnswerDesk(1, 1), threading.Event()
        two = [asyncio.create_task(desk.run(hold.wait, forever)) for _ in range(2)]
        await asyncio.sleep(0)
        told = []
        try:
            await desk.run(lambda: None, forever)
        except Busy:
            told.append("busy")
        hold.set()
        await asyncio.gather(*two)
        await asyncio.sleep(0.05)
        told.append(await desk.run(lambda: "answered", forever))
        assert desk.inside <= 1
        desk.close()
        return told

    assert asyncio.run(story()) == ["busy", "answered"]


def test_who_leaves_the_line_is_never_answered_and_frees_the_place() -> None:
    async def story() -> list[str]:
        desk, hold, done = AnswerDesk(1, 1), threading.Event(), []
        first = asyncio.create_task(desk.run(hold.wait, forever))
        await asyncio.sleep(0)
        left = asyncio.Event()
        second = asyncio.create_task(desk.run(lambda: done.append("made"), lambda: _until(left)))
        await asyncio.sleep(0)
        left.set()
        with pytest.raises(Gone):
            await second
        await asyncio.sleep(0.05)
        assert desk.inside == 1
        hold.set()
        await first
        desk.close()
        return done

    assert asyncio.run(story()) == []


async def _until(event: asyncio.Event) -> None:
    await event.wait()


def test_a_fault_of_the_work_is_the_askers_and_frees_the_place() -> None:
    async def story() -> int:
        desk = AnswerDesk(1, 0)
        for _ in range(3):
            with pytest.raises(ZeroDivisionError):
                await desk.run(lambda: 1 / 0, forever)
            await asyncio.sleep(0.02)
        desk.close()
        return desk.inside

    assert asyncio.run(story()) == 0


def test_so_many_a_minute_and_the_rest_wait() -> None:
    now = [0.0]
    limit = RateLimit(2, lambda: now[0])
    assert [limit.wait("a"), limit.wait("a"), limit.wait("a"), limit.wait("b")] == [0, 0, 60, 0]
    now[0] = 59.5
    assert limit.wait("a") == 1
    now[0] = 60.0
    assert limit.wait("a") == 0
    now[0] = 500.0
    limit.forget_old()
    assert limit._events == {}


def test_inventing_names_fills_no_memory() -> None:
    limit = RateLimit(2, lambda: 1.0)
    for number in range(MOST_KEYS * 2):
        limit.wait(str(number))
    assert len(limit._events) <= MOST_KEYS + 1


def test_a_code_is_made_of_public_addresses_alone() -> None:
    code = qr_code("https://www.soemarken.example.org/rapport.pdf")
    assert code is not None
    assert code.side == 33 + 8  # version 4 with its quiet edge of four squares
    assert code.path.startswith("M4,4h1v1h-1z")
    for address in (
        None,
        "",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://localhost/x",
        "//x.org",
        "http://[",
        "x" * 400,
    ):
        assert qr_code(address) is None, address

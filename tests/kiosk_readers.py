"""Readers of a kiosk, run as a process of their own: each asks at random times and checks that the answer is its own.

`python -m tests.kiosk_readers URL READERS EVERY SECONDS` prints one JSON line: the waits in milliseconds, the statuses, and
how often an answer held another reader's word.
"""

from __future__ import annotations

import asyncio
import json
import random
import secrets
import sys
import time
from dataclasses import asdict, dataclass, field

import httpx

QUESTIONS = (
    "Hvornår blev hvidbogen offentliggjort?",
    "Hvilke syv fokusområder peger hvidbogen på?",
    "Hvor mange penge er der afsat til Fremtidens Randers?",
    "Hvad besluttede Hovedudvalget?",
    "Hvem er borgmester?",
)


@dataclass
class Told:
    """What all readers saw; the waits are those for an answer, not for a kind word."""

    asked: int = 0
    waits_ms: list[float] = field(default_factory=list)
    statuses: dict[str, int] = field(default_factory=dict)
    crossings: int = 0
    strangers: list[str] = field(default_factory=list)


async def reader(client: httpx.AsyncClient, every: float, until: float, told: Told, canaries: set[str]) -> None:
    """One reader: asks every `every` seconds, give or take half of it (an answer has to be read before the next question,
    so bursts do not occur and the limit a reader is met by chance only), with a word of its own in question and history.
    """
    name, canary = secrets.token_hex(8), "kanarie" + "".join(secrets.choice("bcdfghklmnprstv") for _ in range(12))
    canaries.add(canary)
    await asyncio.sleep(min(random.uniform(0, every), max(0.0, until - time.monotonic())))
    while time.monotonic() < until:
        question = f"{random.choice(QUESTIONS)} {canary if random.random() < 0.5 else ''}".strip()
        body = {"question": question, "reader": name, "history": [{"question": canary, "answer": canary}]}
        began = time.monotonic()
        try:
            reply = await client.post("/spoerg", json=body)
            status, text = str(reply.status_code), reply.text
        except httpx.HTTPError as error:
            status, text = type(error).__name__, ""
        told.asked += 1
        if status == "200":
            told.waits_ms.append((time.monotonic() - began) * 1000)
        told.statuses[status] = told.statuses.get(status, 0) + 1
        if any(other in text for other in canaries if other != canary):
            told.crossings += 1
        pause = random.uniform(0.5, 1.5) * every - (time.monotonic() - began)
        await asyncio.sleep(min(max(0.0, pause), max(0.0, until - time.monotonic())))


async def main(url: str, readers: int, every: float, seconds: float) -> Told:
    """All readers for so many seconds."""
    told, canaries = Told(), set[str]()
    limits = httpx.Limits(max_connections=readers + 10)
    async with httpx.AsyncClient(base_url=url, timeout=30, limits=limits, trust_env=False) as client:
        until = time.monotonic() + seconds
        await asyncio.gather(*(reader(client, every, until, told, canaries) for _ in range(readers)))
    return told


if __name__ == "__main__":
    url, readers, every, seconds = sys.argv[1:]
    print(json.dumps(asdict(asyncio.run(main(url, int(readers), float(every), float(seconds))))))

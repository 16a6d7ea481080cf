"""Calls that hang."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest

from weavz_tui.model.errors import VaultUnavailable
from weavz_tui.vault.worker import STUCK_THREADS, DeadlineWorker, Job

DEADLINE = 0.5


@pytest.fixture
def gate() -> threading.Event:
    """Closed: work that waits for it hangs."""
    return threading.Event()


async def test_a_hanging_call_is_given_up_at_its_deadline(gate: threading.Event) -> None:
    worker = DeadlineWorker("keyring", deadline=DEADLINE)
    begun = time.monotonic()
    with pytest.raises(VaultUnavailable, match="did not answer within"):
        await worker.run(lambda job: gate.wait())
    assert time.monotonic() - begun < DEADLINE * 20
    gate.set()
    worker.close()


async def test_the_next_call_gets_a_thread_that_works(gate: threading.Event) -> None:
    worker = DeadlineWorker("keyring", deadline=DEADLINE)
    with pytest.raises(VaultUnavailable):
        await worker.run(lambda job: gate.wait())
    assert await worker.run(lambda job: "answer") == "answer"
    gate.set()
    worker.close()


async def test_what_is_queued_behind_a_hanging_call_fails_with_it(gate: threading.Event) -> None:
    worker = DeadlineWorker("keyring", deadline=DEADLINE)
    calls = [worker.run(lambda job: gate.wait()) for _ in range(100)]
    begun = time.monotonic()
    outcomes = await asyncio.gather(*calls, return_exceptions=True)
    assert {type(each) for each in outcomes} == {VaultUnavailable}
    assert time.monotonic() - begun < DEADLINE * 20
    gate.set()
    worker.close()


async def test_a_call_that_was_given_up_takes_no_further_step(gate: threading.Event) -> None:
    worker = DeadlineWorker("keyring", deadline=DEADLINE)
    ended = threading.Event()
    written: list[str] = []

    def steps(job: Job[None]) -> None:
        try:
            gate.wait()
            job.check()
            written.append("late")
        finally:
            ended.set()

    with pytest.raises(VaultUnavailable):
        await worker.run(steps)
    gate.set()
    assert await asyncio.to_thread(ended.wait, 30)
    assert written == []
    worker.close()


async def test_threads_do_not_pile_up(gate: threading.Event) -> None:
    worker = DeadlineWorker("stuck keyring", deadline=0.02)
    for _ in range(STUCK_THREADS + 3):
        with pytest.raises(VaultUnavailable):
            await worker.run(lambda job: gate.wait())
    alive = [thread for thread in threading.enumerate() if thread.name == "stuck keyring"]
    assert len(alive) == STUCK_THREADS
    gate.set()
    worker.close()


async def test_errors_come_through() -> None:
    worker = DeadlineWorker("keyring", deadline=DEADLINE)

    def fail(job: Job[None]) -> None:
        raise VaultUnavailable("just so")

    with pytest.raises(VaultUnavailable, match="just so"):
        await worker.run(fail)
    worker.close()


async def test_a_long_queue_of_quick_calls_is_not_overdue() -> None:
    worker = DeadlineWorker("keyring", deadline=DEADLINE)
    calls = [worker.run(lambda job: time.sleep(DEADLINE / 10)) for _ in range(30)]
    assert await asyncio.gather(*calls) == [None] * 30
    worker.close()


async def test_closing_ends_the_thread() -> None:
    worker = DeadlineWorker("closing keyring", deadline=DEADLINE)
    thread = await worker.run(lambda job: threading.current_thread())
    worker.close()
    await asyncio.to_thread(thread.join, 30)
    assert not thread.is_alive()

"""One thread for calls that may hang, each with a deadline."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from weavz_tui.model.errors import VaultUnavailable

Result = TypeVar("Result")

STUCK_THREADS = 4


class Job(Generic[Result]):
    """One call on the worker; `check` is for work of several steps."""

    def __init__(self, work: Callable[[Job[Result]], Result], deadline: float) -> None:
        self.work = work
        self.deadline = deadline
        self.started: float | None = None
        self.abandoned = False
        self.loop = asyncio.get_running_loop()
        self.future: asyncio.Future[Result] = self.loop.create_future()

    def check(self) -> None:
        """Raise VaultUnavailable once nobody waits for the outcome, so that nothing is written
        behind the back of a caller who was told that it failed."""
        if self.abandoned:
            raise VaultUnavailable("The call was given up")

    def overdue(self) -> bool:
        """Whether it has been running for longer than it may."""
        return self.started is not None and time.monotonic() - self.started >= self.deadline

    def settle(self, result: Any, error: BaseException | None) -> None:
        """Tell the caller from any thread; a caller whose loop has ended is told nothing."""
        with contextlib.suppress(RuntimeError):
            self.loop.call_soon_threadsafe(self._settle, result, error)

    def _settle(self, result: Result, error: BaseException | None) -> None:
        if self.future.done():
            return
        if error is None:
            self.future.set_result(result)
        else:
            self.future.set_exception(error)


class DeadlineWorker:
    """Runs blocking calls one after another in a daemon thread.

    A call that runs past its deadline (seconds, counted from its start) raises VaultUnavailable,
    and so does everything queued behind it; its thread is left behind and replaced.
    """

    def __init__(self, name: str, *, deadline: float = 5.0, hint: str = "") -> None:
        self.name = name
        self.deadline = deadline
        self.hint = hint
        self._wake = threading.Condition()
        self._queue: deque[Job[Any]] = deque()
        self._thread: threading.Thread | None = None
        self._current: Job[Any] | None = None
        self._stuck: list[threading.Thread] = []

    async def run(
        self, work: Callable[[Job[Result]], Result], *, deadline: float | None = None
    ) -> Result:
        """The outcome of `work` in the thread; raises what it raises, or VaultUnavailable."""
        job: Job[Result] = Job(work, self.deadline if deadline is None else deadline)
        with self._wake:
            self._start()
            self._queue.append(job)
            self._wake.notify()
        try:
            while not job.future.done():
                await asyncio.wait((job.future,), timeout=self._patience(job))
                if not job.future.done():
                    self._give_up_if_overdue()
        except asyncio.CancelledError:
            job.future.cancel()
            raise
        return job.future.result()

    def close(self) -> None:
        """Let the thread end after what is queued."""
        with self._wake:
            self._thread = None
            self._wake.notify_all()

    def _patience(self, job: Job[Any]) -> float:
        with self._wake:
            running = self._current or job
            begun = running.started
        return running.deadline if begun is None else begun + running.deadline - time.monotonic()

    def _start(self) -> None:
        self._stuck = [thread for thread in self._stuck if thread.is_alive()]
        if self._thread is not None:
            return
        if len(self._stuck) >= STUCK_THREADS:
            raise self._silent()
        self._thread = threading.Thread(target=self._serve, name=self.name, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        mine = threading.current_thread()
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._queue or self._thread is not mine)
                if self._thread is not mine and (self._thread is not None or not self._queue):
                    return
                job = self._queue.popleft()
                job.started = time.monotonic()
                self._current = job
            result, error = None, None
            try:
                result = job.work(job)
            except BaseException as caught:
                error = caught
            with self._wake:
                if self._current is job:
                    self._current = None
            job.settle(result, error)

    def _give_up_if_overdue(self) -> None:
        with self._wake:
            job = self._current
            if job is None or not job.overdue():
                return
            if self._thread is not None:
                self._stuck.append(self._thread)
            self._thread, self._current = None, None
            given_up = [job, *self._queue]
            self._queue.clear()
            for each in given_up:
                each.abandoned = True
            self._wake.notify_all()
        for each in given_up:
            each.settle(None, self._silent())

    def _silent(self) -> VaultUnavailable:
        return VaultUnavailable(
            f"The {self.name} did not answer within {self.deadline:g} s", hint=self.hint
        )

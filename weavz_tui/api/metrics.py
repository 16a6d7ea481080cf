"""Figures for Prometheus."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import accumulate

from prometheus_client import CollectorRegistry
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.metrics_core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from weavz_tui.api.exchange import Exchange

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
CONTENT_TYPE = CONTENT_TYPE_LATEST
METHODS = frozenset({"GET", "POST", "PATCH", "PUT", "DELETE", "HEAD", "OPTIONS"})


@dataclass(slots=True)
class _Times:
    """How long the requests of a route took; `counts` by bucket, the last beyond all of them."""

    counts: list[int] = field(default_factory=lambda: [0] * (len(BUCKETS) + 1))
    seconds: float = 0.0

    def add(self, seconds: float) -> None:
        self.counts[bisect_left(BUCKETS, seconds)] += 1
        self.seconds += seconds

    def cumulative(self) -> list[tuple[str, float]]:
        return list(zip((*map(str, BUCKETS), "+Inf"), accumulate(self.counts), strict=True))


class Metrics(Collector):
    """Requests by method, route and status; how long they took, by route, in seconds; how many
    are `running`. Kept apart from the process's own registry, so that two servers do not mix.

    It counts by itself and names the figures when they are asked for: the library's own counters,
    made for any thread, take a thirtieth of the time of a call.
    """

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._registry.register(self)
        self._requests: Counter[tuple[str, str, str]] = Counter()
        self._times: defaultdict[str, _Times] = defaultdict(_Times)
        self.running = 0

    def count(self, exchange: Exchange) -> None:
        """Count a request that has ended."""
        method = exchange.method if exchange.method in METHODS else "OTHER"
        self._requests[method, exchange.route, str(exchange.status)] += 1
        self._times[exchange.route].add(exchange.milliseconds / 1000)

    def collect(self) -> Iterable[Metric]:
        """The figures as the library takes them."""
        requests = CounterMetricFamily(
            "weavz_tui_requests",
            "Requests by method, route and status.",
            labels=("method", "route", "status"),
        )
        for key, count in self._requests.items():
            requests.add_metric(key, count)
        seconds = HistogramMetricFamily(
            "weavz_tui_request_duration_seconds", "How long requests took.", labels=("route",)
        )
        for route, times in self._times.items():
            seconds.add_metric((route,), times.cumulative(), times.seconds)
        yield requests
        yield seconds
        yield GaugeMetricFamily(
            "weavz_tui_requests_running", "Requests under way.", value=self.running
        )

    def text(self) -> bytes:
        """Everything, in the text format of Prometheus."""
        return generate_latest(self._registry)

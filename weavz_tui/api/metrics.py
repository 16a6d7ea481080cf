"""Figures for Prometheus."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.process_collector import ProcessCollector

from weavz_tui.api.exchange import Exchange

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
CONTENT_TYPE = CONTENT_TYPE_LATEST
METHODS = frozenset({"GET", "POST", "PATCH", "PUT", "DELETE", "HEAD", "OPTIONS"})


class Metrics:
    """Requests by method, route and status; how long they took, by route, in seconds; how many
    are running. Kept apart from the process's own registry, so that two servers do not mix."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._requests = Counter(
            "weavz_tui_requests",
            "Requests by method, route and status.",
            ("method", "route", "status"),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "weavz_tui_request_duration_seconds",
            "How long requests took.",
            ("route",),
            buckets=BUCKETS,
            registry=self._registry,
        )
        self.running = Gauge(
            "weavz_tui_requests_running", "Requests under way.", registry=self._registry
        )
        self._counters: dict[tuple[str, str, int], Counter] = {}
        self._timers: dict[str, Histogram] = {}

    def count(self, exchange: Exchange) -> None:
        """Count a request that has ended."""
        method = exchange.method if exchange.method in METHODS else "OTHER"
        key = (method, exchange.route, exchange.status)
        counter = self._counters.get(key)
        if counter is None:
            counter = self._counters[key] = self._requests.labels(*key)
        counter.inc()
        timer = self._timers.get(exchange.route)
        if timer is None:
            timer = self._timers[exchange.route] = self._seconds.labels(exchange.route)
        timer.observe(exchange.milliseconds / 1000)

    def text(self) -> bytes:
        """Everything, in the text format of Prometheus."""
        return generate_latest(self._registry)

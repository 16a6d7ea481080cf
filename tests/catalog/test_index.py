"""The shipped index is what the integrations say, and lists are made of it."""

from __future__ import annotations

import json
import subprocess
import sys

from weavz_tui.catalog import index

STALE = "run `python -m weavz_tui.catalog.index`, which writes it anew"


def test_the_index_is_what_the_integrations_say() -> None:
    assert json.loads(index.FILE.read_text("utf-8")) == index.current(), STALE


def test_the_index_imports_no_integration() -> None:
    program = (
        "import sys\n"
        "from weavz_tui.catalog.index import Index\n"
        "found = Index.shipped()\n"
        "assert found.summary('slack').action_count == len(found.actions('slack')) > 5\n"
        "print([each for each in sys.modules if each.startswith('weavz_tui.integrations')])\n"
    )
    words = [sys.executable, "-c", program]
    done = subprocess.run(words, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"

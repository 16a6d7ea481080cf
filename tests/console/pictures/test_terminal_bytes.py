"""What really goes to the terminal while hostile data is on every screen: the bytes of a run on a
terminal of its own."""

from __future__ import annotations

import re
from pathlib import Path

from tests.benchmarks.bench_start import ours
from tests.benchmarks.pty_program import PtyProgram, plain_environment, quiet_for
from tests.console.hostile import dangers
from tests.console.pictures import hostile_home, stage
from weavz_tui.console.places import PLACES
from weavz_tui.home import Home

SEQUENCE = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[PX^_][^\x1b]*\x1b\\|[ -/]*[0-~])"
)
DRAWING = re.compile(
    r"\x1b(?:\[[0-9;]*[Hm]|\[\?[0-9;$]+[hlp]|\[[<>=]?[0-9;]*[cnqu]|\[[0-9;]*t|\]22;[a-z-]*\x07|[78])"
)
"""Where text goes and how it looks; modes of the terminal, the shape of its pointer; questions to
it."""
QUIET = 0.4
F = {number: f"\x1b[{code}~" for number, code in enumerate((11, 12, 13, 14, 15, 17, 18, 19, 20), 1)}
KEYS = (
    F[1], "e", "\x1b", "\x1b", F[2], "a", "\x1b", F[3], "e", "\x1b", "\x1b", "d", "\x1b", "]",
    F[5], "e", "\x1b", "\x1b", F[6], "]", F[7], "v", "f", "array\r", "v", "v", "\x1b", F[8],
    F[9], "]", "]", "W", "\x1b", "\x10bold", "\x1b", "?", "\x1b", "\x0f", "\x1b",
)  # fmt: skip
"""Every place but the playground, editors and questions there, the viewer, the engines; palette,
help, jump."""


def test_no_escape_of_anybody_reaches_the_terminal(home: Home, spoilt: Path) -> None:
    stage.put(spoilt, home)
    environment = plain_environment(WEAVZ_TUI_HOME=str(home.data))
    running = PtyProgram([*ours(), "--screen", "activity"], environment)
    try:
        running.until(["7 Activity", "filter_array"])
        for key in KEYS:
            running.type(key)
            quiet_for(QUIET, [running])
        running.type(F[4])
        running.until([place.title for place in PLACES])
        quiet_for(QUIET, [running])  # not in the middle of a sequence
    finally:
        running.close()
    # What it was writing when it was ended may be half a sequence.
    written = running.output.decode("utf-8", "ignore").rpartition("\x1b")[0]
    assert hostile_home.STOLEN in written, "the data was on the screen"
    unknown = {each for each in SEQUENCE.findall(written) if not DRAWING.fullmatch(each)}
    assert unknown == set()
    assert dangers(SEQUENCE.sub("", written).replace("\r", "")) == set()

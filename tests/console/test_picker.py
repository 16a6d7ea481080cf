"""The picker finds by letters, asks the service where that searches, and takes what is written."""

from __future__ import annotations

from collections.abc import Sequence
from time import process_time
from typing import Any

import pytest
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import OptionList, Static

from tests.console.form_app import HOSTILE, choices
from weavz_tui.console.widgets.picker import Picker
from weavz_tui.console.widgets.picker_screen import PickerScreen
from weavz_tui.console.widgets.ranking import Ranking
from weavz_tui.model.errors import OptionsFailed, WeavzError
from weavz_tui.model.properties import Option, Options


class PickerApp(App[None]):
    """A picker over an empty screen."""

    def __init__(self, answer: Options | WeavzError, **options: Any) -> None:
        super().__init__()
        self.answer = answer
        self.options = options
        self.searches: list[str] = []
        self.picked: list[Option | None] = []

    async def source(self, search: str) -> Options:
        """Answer, and remember what was searched."""
        self.searches.append(search)
        if isinstance(self.answer, WeavzError):
            raise self.answer
        return self.answer

    def on_mount(self) -> None:
        """Open it."""
        self.push_screen(PickerScreen("Pick", self.source, **self.options), self.picked.append)

    def rows(self) -> Sequence[str]:
        """What the list shows."""
        found = self.screen.query_one(OptionList)
        return [str(found.get_option_at_index(n).prompt) for n in range(found.option_count)]

    def note(self) -> str:
        """The line below the list."""
        return str(self.screen.query_one(Static).render())


async def settled(pilot: Pilot[None]) -> None:
    """Until the options are here."""
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def test_letters_find_and_enter_takes() -> None:
    app = PickerApp(choices("slack_bot.send", "slack_bot.list", "gmail.send"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("g", "s", "e")
        await settled(pilot)
        assert app.rows() == ["gmail.send"]
        await pilot.press("enter")
        await settled(pilot)
        assert [option and option.label for option in app.picked] == ["gmail.send"]
        assert app.searches == [""]


async def test_arrows_mark_and_esc_takes_nothing() -> None:
    app = PickerApp(choices("one", "two", "three"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("down", "down", "up")
        assert app.screen.query_one(OptionList).highlighted == 1
        await pilot.press("escape")
        await settled(pilot)
        assert app.picked == [None]


async def test_what_is_written_is_taken_where_it_may_be() -> None:
    app = PickerApp(Options(), typed=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("n", "e", "w")
        await settled(pilot)
        assert app.note() == "no choice: enter takes what is written"
        await pilot.press("enter")
        await settled(pilot)
        assert app.picked == [Option(label="new", value="new")]


async def test_what_is_written_is_not_taken_where_it_may_not_be() -> None:
    app = PickerApp(choices("one"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("z", "enter")
        await settled(pilot)
        assert app.note() == "nothing found"
        assert app.picked == []


async def test_it_says_which_input_is_missing() -> None:
    app = PickerApp(Options(disabled=True, placeholder="Choose a [/eu] spreadsheet first"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert app.note() == "Choose a [/eu] spreadsheet first"


async def test_it_says_why_options_are_not_here() -> None:
    app = PickerApp(OptionsFailed("no [/such] connection", hint="c connects"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert app.note() == "✗ no [/such] connection  c connects"


async def test_hostile_labels_are_text() -> None:
    app = PickerApp(choices(HOSTILE, "fine"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("e", "u", "]")
        await settled(pilot)
        assert app.rows()[0].startswith("[/eu] [red]x[/] next")


async def test_the_service_searches_once_typing_rests() -> None:
    app = PickerApp(choices("server side"), searching=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        picker = app.screen.query_one(Picker)
        await pilot.press("x", "y")
        assert app.searches == [""]
        assert picker.pending_search == "xy"
        picker.search_now()
        await settled(pilot)
        assert app.searches == ["", "xy"]
        assert app.rows() == ["server side"]


def test_ranking_never_explodes() -> None:
    started = process_time()
    label = "ab" * 500
    found = Ranking().ranked("abbaabba" * 4, [Option(label=label, value=n) for n in range(1_000)])
    assert found == []
    assert process_time() - started < 1


def test_ranking_puts_the_better_first() -> None:
    options = [Option(label=label, value=label) for label in ("s_e_n_d", "resend", "send")]
    assert Ranking().ranked("send", options)[0].label == "send"


@pytest.mark.parametrize("search", ["send ch", "ch send", "slack send", "slack channel message"])
def test_words_find_a_name_that_has_no_spaces(search: str) -> None:
    labels = ["slack_bot.send_channel_message", "slack_bot.delete_file"]
    options = [Option(label=label, value=label) for label in labels]
    ranking = Ranking()
    assert [each.label for each in ranking.ranked(search, options)] == labels[:1]
    assert ranking.marked(search, labels[0]).spans


async def test_a_failing_source_leaves_the_way_to_write_by_hand() -> None:
    app = PickerApp(OptionsFailed("the service is away"), typed=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert app.note() == "✗ enter takes what you write. the service is away"
        await pilot.press("C", "1", "enter")
        await settled(pilot)
        assert [option and option.value for option in app.picked] == ["C1"]

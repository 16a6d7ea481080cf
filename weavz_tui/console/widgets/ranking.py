"""Which options a search means, best first."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.fuzzy import FuzzySearch

from weavz_tui.console.widgets.plain import one_line
from weavz_tui.model.properties import Option

_LONGEST_QUERY = 8
_LONGEST_LABEL = 80


class Ranking:
    """Ranks labels by a search: a word by its letters, several words each where it stands, since
    names have no spaces. A long word is looked for whole: the fuzzy search tries every way in which
    letters can match, which explodes with their number."""

    def __init__(self) -> None:
        self._fuzzy = FuzzySearch()

    def ranked(self, search: str, options: Sequence[Option]) -> list[Option]:
        """The options that match, best first; all of them, in their order, without a search."""
        query = search.strip()
        if not query:
            return list(options)
        scored = [(self._match(query, option.label)[0], option) for option in options]
        found = [(score, option) for score, option in scored if score > 0]
        return [option for _, option in sorted(found, key=lambda pair: -pair[0])]

    def marked(self, search: str, label: str) -> Content:
        """A label with the letters that match in bold."""
        content = Content(one_line(label))
        for offset in self._match(search.strip(), label)[1]:
            content = content.stylize("bold underline", offset, offset + 1)
        return content

    def _match(self, query: str, label: str) -> tuple[float, Sequence[int]]:
        if not query:
            return 0.0, ()
        folded, wanted = label.lower(), query.lower()
        words = wanted.split()
        if len(words) > 1 and wanted not in folded:
            return _by_words(words, folded)
        if wanted in folded or (len(query) <= _LONGEST_QUERY and len(label) <= _LONGEST_LABEL):
            return self._fuzzy.match(query, label)
        return 0.0, ()


def _by_words(words: Sequence[str], label: str) -> tuple[float, Sequence[int]]:
    """Words in any order, each somewhere in the label: names have no spaces to be matched."""
    places = [label.find(word) for word in words]
    if -1 in places:
        return 0.0, ()
    marked = {at + i for at, word in zip(places, words, strict=True) for i in range(len(word))}
    return 1.0, sorted(marked)

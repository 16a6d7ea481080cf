"""The two lines at the foot of a form."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from weavz_tui.console.forms.field import Field
from weavz_tui.console.widgets.plain import one_line


class FormHelp(Static):
    """What there is to say about one field: the message first, then key, type and description.

    Always two lines under a rule, so that nothing moves when the focus does.
    """

    DEFAULT_CSS = """
    FormHelp {
        width: 100%;
        height: 3;
        padding: 0 1;
        border-top: solid $foreground 35%;
        background: $background;
        color: $foreground 75%;
    }
    """

    def __init__(self, *, wire: bool = True) -> None:
        """`wire` says key and type too, as an action's inputs have them; a record's fields go by
        their labels alone."""
        super().__init__("", markup=False)
        self._wire = wire
        self._said = Content("")

    def say(self, text: Content) -> None:
        """Show a text; nothing is painted when it stands there already."""
        if text != self._said or text.spans != self._said.spans:
            self._said = text
            self.update(text, layout=False)  # always as high

    def explain(self, field: Field | None) -> None:
        """Show what belongs to a field; nothing without one."""
        self.say(Content("") if field is None else _about(field, self._wire))


def _about(field: Field, wire: bool) -> Content:
    each = field.prop
    need = "required" if each.required else "optional"
    facts = f"{one_line(each.name)}  {each.type.value}, {need}."
    if not wire:
        facts = one_line(field.label)
    words = [facts, one_line(each.description)]
    if field.locked and field.given is not None:
        words.insert(0, f"Locked by {one_line(field.given.origin)}.")
    keys = field.help_word() or (field.empty_word() if wire else "")
    told = Content("  ".join(word for word in words if word))
    if field.problem is not None:
        message = f"✗ {one_line(field.problem.message)}"
        return Content.styled(message, "bold $text-error") + Content("\n") + told
    return told + Content(f"\n{keys}") if keys else told

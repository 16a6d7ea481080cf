"""The SDK's low-level server, with what it leaves out."""

from __future__ import annotations

from typing import Any

from mcp.server.lowlevel import NotificationOptions, Server
from mcp.server.models import InitializationOptions


class ToolServer(Server[dict[str, Any]]):
    """Tells clients of the handshake revisions too that the list of tools changes, which the SDK
    does not; its name may change while it serves; nothing is told of calls to OpenTelemetry, for
    the engine records them."""

    def __init__(self, name: str, **options: Any) -> None:
        super().__init__(name, **options)
        self.middleware.clear()

    def create_initialization_options(
        self,
        notification_options: NotificationOptions | None = None,
        experimental_capabilities: dict[str, dict[str, Any]] | None = None,
        extensions: dict[str, dict[str, Any]] | None = None,
    ) -> InitializationOptions:
        """What an `initialize` is answered with."""
        return super().create_initialization_options(
            notification_options or NotificationOptions(tools_changed=True),
            experimental_capabilities,
            extensions,
        )

    def rename(self, name: str, instructions: str | None) -> None:
        """Answer under another name from now on."""
        if name != self.name:
            self.name = name
            vars(self).pop("_server_info_stamp_source", None)
        self.instructions = instructions

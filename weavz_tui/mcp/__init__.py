"""The MCP door: a server per record, over HTTP and stdio (wire C.9)."""

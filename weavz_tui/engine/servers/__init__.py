"""MCP servers: their tools, tokens and scripts (wire B.9, C.9)."""

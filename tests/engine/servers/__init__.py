"""MCP servers: what they show, what calling a tool does, who may come in (wire B.9, C.9, E.15)."""

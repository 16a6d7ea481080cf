"""MCP servers as integrations: their tools are actions."""

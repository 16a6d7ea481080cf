"""Screen 6: MCP servers."""

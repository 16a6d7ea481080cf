"""Descriptions of APIs into the catalogue: OpenAPI 3 and Swagger 2, Google discovery, MCP servers.

What an import makes is plain data (`description.Description`), which one function can run
(`calling.call`); nothing of a description is ever code.
"""

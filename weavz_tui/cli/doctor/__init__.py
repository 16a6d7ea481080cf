"""What `weavz-tui doctor` looks at; none of it needs an engine that opens."""

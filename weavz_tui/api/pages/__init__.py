"""The pages that people see who were sent a link: server-rendered, and fine without scripts."""

"""Screen 1: the workspaces of the organisation."""

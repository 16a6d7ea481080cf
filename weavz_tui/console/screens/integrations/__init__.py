"""Screen 2: the integrations of the workspace, and who would be used for each."""

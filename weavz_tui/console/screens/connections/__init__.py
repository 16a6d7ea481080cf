"""Screen 3: connections, and the end users that some of them belong to."""

"""What requests may hold, by the names of the wire."""

"""Pictures of every screen and dialog, and what they are made from."""

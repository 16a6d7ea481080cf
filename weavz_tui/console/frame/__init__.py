"""The frame around every screen: top line, footer keys, dialogs over it."""

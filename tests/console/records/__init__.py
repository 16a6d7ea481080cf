"""Records of every kind: made, changed, deleted, taken back."""

"""What the list screens have in common: pages, filter, sort, table over detail."""

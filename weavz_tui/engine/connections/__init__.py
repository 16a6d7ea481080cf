"""Connections and the secrets that are theirs: records here, credentials in the vault."""

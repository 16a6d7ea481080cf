"""A workspace as one readable file: reading it from an engine, and making an engine like it.

It stands on the Service protocol alone, so that it works on a remote engine too.
"""

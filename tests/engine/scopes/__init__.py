"""Tenants: nobody reads, changes or runs what is not theirs, through any method of the Service.

The victim is a workspace full of records whose names all hold a mark. One stranger has a key of
another organisation, one a key of another workspace of the same.
"""

"""A form turns a schema and an input into fields and gives the input back without loss."""

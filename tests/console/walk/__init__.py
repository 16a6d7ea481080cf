"""A walk through the whole console by keyboard, with a step for every command of the table."""

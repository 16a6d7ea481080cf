"""Pictures and tables of the README, made from the program."""

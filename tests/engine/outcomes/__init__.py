"""How calls end when something comes in between: nothing is lost, done twice or left reserved."""

"""`python -m weavz_tui`: the same as `weavz-tui`."""

from weavz_tui.cli.main import main

main()

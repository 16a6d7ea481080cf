"""A throw-away home with a sample service, so that everything can be tried offline."""

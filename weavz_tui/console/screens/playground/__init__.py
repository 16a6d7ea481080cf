"""The playground: pick an action, fill its form, run it, read what came back."""

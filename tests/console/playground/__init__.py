"""The playground: pick, fill, preview, run, read, save."""

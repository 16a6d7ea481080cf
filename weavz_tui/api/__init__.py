"""The REST door: FastAPI over one engine."""

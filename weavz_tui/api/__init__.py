"""The REST door: FastAPI routers, one file a resource (wire B)."""

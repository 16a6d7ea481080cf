"""Amazon S3: 8 actions on its REST API, signed here, one module for each kind of thing."""

# isort: off - the order of the imports is the order in which the actions are shown
from weavz_tui.integrations.amazon_s3 import objects, addresses, decrypting
from weavz_tui.integrations.amazon_s3.service import integration

__all__ = ["addresses", "decrypting", "integration", "objects"]

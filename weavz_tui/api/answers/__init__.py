"""What answers look like on the wire: the shapes that the OpenAPI description declares."""

"""Whose certificates are trusted."""

from __future__ import annotations

import ssl

from weavz_tui.model.errors import ValidationError


def trusting(ca_file: str) -> ssl.SSLContext:
    """A TLS context that trusts the system's authorities and those of a PEM file; raises
    ValidationError where that cannot be read."""
    context = ssl.create_default_context()
    context.set_alpn_protocols(["http/1.1"])
    try:
        context.load_verify_locations(cafile=ca_file)
    except (OSError, ssl.SSLError) as error:
        raise ValidationError(
            f"The certificate authorities in {ca_file} cannot be read: {error}",
            hint="Give the path of a PEM file, or remove the setting `ca_file`",
        ) from error
    return context

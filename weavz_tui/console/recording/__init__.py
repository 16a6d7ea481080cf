"""Parts of a service that enter what they write in the journal."""

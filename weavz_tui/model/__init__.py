"""What things are: entities, property schemas, requests, results and errors. No I/O."""

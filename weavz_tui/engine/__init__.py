"""What happens: records, resolution, partials, inputs, execution, options, usage, events."""

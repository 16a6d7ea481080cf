"""Every method of a Service, called in one order on engines that start alike."""

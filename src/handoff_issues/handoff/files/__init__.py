"""Which files are handoffs, and which is the newest of its stream."""

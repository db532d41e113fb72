"""The control application: what bare Django costs for pages of the same kind on the same machine."""

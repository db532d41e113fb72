"""Blackening files for good: pages become pictures with the boxes burned in, and the result is proved."""

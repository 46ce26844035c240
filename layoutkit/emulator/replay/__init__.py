"""Recordings: written as things happen, read back, played once more at an endpoint of their own or at another."""

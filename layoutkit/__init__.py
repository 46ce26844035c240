"""A template and a scene in, a mixed stream out."""

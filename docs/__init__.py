"""The pages of layoutkit, and what writes those that are generated: `python -m docs`, from the clone's root."""

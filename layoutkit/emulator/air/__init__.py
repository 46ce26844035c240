"""What is on air: one mixer process for each output that somebody watches or mixes, kept going whatever happens to it."""

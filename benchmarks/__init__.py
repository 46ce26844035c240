"""How long layoutkit takes, part by part and beside others: `python -m benchmarks`, from the clone's root."""

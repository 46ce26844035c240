"""How fast the mixer is, beside ffmpeg and on its own: `python -m benchmarks mixing`, from the clone's root."""

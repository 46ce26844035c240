"""What is on air: real pushes, real mixers, real players, and everything that can go wrong with them."""

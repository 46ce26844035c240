"""RTMP: what is pushed, what is played, and the server between them; the standard library alone."""

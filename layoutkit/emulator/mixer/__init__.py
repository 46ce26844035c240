"""The mixer: decodes what is pushed, lays the pictures and sums the sound, and encodes one output for its whole life.

    tags of each input -> Source (decoding, jitter) -> Desk.tick: compose, sum -> Encoder -> tags of the output

It runs in a process of its own, an ordinary RTMP client of whatever server holds the streams: `process.py`. PyAV's codecs
and numpy are its only packages (the extra `mixer`), and nothing outside this room loads them.
"""

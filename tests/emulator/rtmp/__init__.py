"""The RTMP room: bytes, clocks, strangers, and real peers on loopback."""

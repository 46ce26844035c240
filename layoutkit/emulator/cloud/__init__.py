"""What the cloud knows and decides: pushed streams, sessions, and whether a mix is granted."""

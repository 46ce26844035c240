"""What a request says, read as a stranger would read it: who asks, what is to be mixed, and which codes there are for what is wrong."""

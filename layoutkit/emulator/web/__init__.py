"""The HTTP side: one conversation, where a request goes, the control calls, and the pages for people."""

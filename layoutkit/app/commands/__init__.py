"""The commands: about templates, about layouts, about mixes."""

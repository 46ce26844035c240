"""Does a template keep what it promises? Every count on every canvas, the limits of its settings, and an atlas of what was proved."""

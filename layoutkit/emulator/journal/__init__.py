"""What happened, without a key or a sign: notes, what is blanked in them, and the line that sends a noted request again."""

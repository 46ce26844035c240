"""Layout -> picture: what a designer looks at. Only geometry is in Python; the look is in templates/pictures/."""

from layoutkit.picture.svg import draw

__all__ = ["draw"]

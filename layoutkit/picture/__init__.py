"""Layout -> picture: what a designer looks at. Only geometry is in Python; the look is in templates/pictures/."""

from layoutkit.picture.contact import Still, contact_sheet
from layoutkit.picture.gallery import Carried, Exhibit, Picture, SettingRow, gallery
from layoutkit.picture.mixed import Piece, draw_mix
from layoutkit.picture.png import has_letters, to_png
from layoutkit.picture.sheet import sheet
from layoutkit.picture.svg import LEAST_SCALE, MOST_SCALE, THEMES, draw

__all__ = [
    "LEAST_SCALE",
    "MOST_SCALE",
    "THEMES",
    "Carried",
    "Exhibit",
    "Picture",
    "Piece",
    "SettingRow",
    "Still",
    "contact_sheet",
    "draw",
    "draw_mix",
    "gallery",
    "has_letters",
    "sheet",
    "to_png",
]

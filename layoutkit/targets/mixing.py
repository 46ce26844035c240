"""What a mix says beside its layout: where it goes, at what bitrate, on which canvas, and who is a picture or has no sound."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from layoutkit.errors import Fault, UsageError
from layoutkit.layout import Layout
from layoutkit.scene import is_stream_id, stream_id_fault

BLACK = "0x000000"

_COLOUR = re.compile(r"(?:0x|#)([0-9A-Fa-f]{6})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Mixing:
    """The parts of a request that no layout knows; profile 2017 has none of them.

    `canvas_colour` (`0xcc0033`) lays a canvas of that colour below everybody. `output` is the stream that shows the mix: an input's
    id, whose place it takes, or a new one; the primary's, if it is not given. `bitrate` is the output's, in kbit/s, from 1 to 50000.
    `session` names the mix; the primary's id, if it is not given. `pictures` says which streams of the layout are uploaded pictures,
    or canvases of one colour, that fill empty slots: `{"slot_4": 4711, "slot_5": "0x333333"}`. Who is `video_only` is seen, not heard.
    """

    canvas_colour: str = ""
    output: str = ""
    bitrate: int | None = None
    session: str = ""
    pictures: Mapping[str, int | str] | tuple[tuple[str, int | str], ...] = ()
    """Kept as pairs, so that a mixing can be a key."""
    video_only: Collection[str] = ()
    """Kept sorted."""

    def __post_init__(self) -> None:
        self._kept()
        faults = [*self._wrong_names(), *self._wrong_numbers(), *self._wrong_pictures()]
        if faults:
            raise UsageError(faults)
        object.__setattr__(self, "canvas_colour", colour_of(self.canvas_colour) or "")

    def _kept(self) -> None:
        """Pictures as pairs, and who has no sound in order; UsageError for what is neither."""
        pairs = tuple(self.pictures.items()) if isinstance(self.pictures, Mapping) else self.pictures
        if not isinstance(pairs, tuple) or not all(_is_pair(pair) for pair in pairs):
            raise UsageError("pictures are ids or colours by stream", '{"slot_4": 4711, "slot_5": "0x333333"}')
        if not isinstance(self.video_only, (list, tuple, set, frozenset)):
            raise UsageError("video_only is a list of stream ids", '["8888_rex"]')
        object.__setattr__(self, "pictures", pairs)
        object.__setattr__(self, "video_only", tuple(sorted(self.video_only, key=str)))

    @property
    def fillers(self) -> dict[str, int | str]:
        """The pictures by stream."""
        return dict(self.pictures)

    def strangers(self, layout: Layout) -> Iterator[Fault]:
        """Who is spoken of and has no tile that could be so, in this layout."""
        guests = {tile.stream.id for tile in layout.secondaries}
        for stream in self.fillers:
            if stream not in guests:
                yield Fault(f"stream {stream!r}, a picture, is not among the secondaries of the layout")
        seen = {*guests, layout.primary.stream.id} - set(self.fillers)
        for stream in self.video_only:
            if stream not in seen:
                yield Fault(f"stream {stream!r}, without sound, is no stream that has a tile in the layout")

    def _wrong_names(self) -> Iterator[Fault]:
        for id_ in (self.output, self.session):
            if id_ != "" and not is_stream_id(id_):
                yield stream_id_fault(id_)
        yield from (stream_id_fault(stream) for stream in self.video_only if not is_stream_id(stream))

    def _wrong_numbers(self) -> Iterator[Fault]:
        if self.canvas_colour != "" and colour_of(self.canvas_colour) is None:
            yield Fault(f"{str(self.canvas_colour)[:40]!r} is not a colour", hint="0xRRGGBB: 0xcc0033")
        if self.bitrate is not None and (type(self.bitrate) is not int or not 1 <= self.bitrate <= 50000):
            yield Fault(f"a bitrate of {str(self.bitrate)[:40]}", hint="kbit/s, from 1 to 50000 (TENCENT, section 3)")

    def _wrong_pictures(self) -> Iterator[Fault]:
        for stream, what in self.fillers.items():
            if not is_stream_id(stream):
                yield stream_id_fault(stream)
            if not (type(what) is int and 1 <= what <= 2**31 - 1) and colour_of(what) is None:
                yield Fault(f"{str(what)[:40]!r} is no picture for {str(stream)[:80]!r}", hint="an uploaded picture's id, or 0xRRGGBB")


def colour_of(text: object) -> str | None:
    """`0xRRGGBB`, also where it is written `#RRGGBB`; None where it is no colour."""
    found = _COLOUR.fullmatch(text) if isinstance(text, str) else None
    return f"0x{found[1]}" if found else None


def _is_pair(pair: object) -> bool:
    return isinstance(pair, tuple) and len(pair) == 2 and isinstance(pair[0], str)


PLAIN = Mixing()
"""Nothing but the layout."""

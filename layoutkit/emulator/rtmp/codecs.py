"""Which sound and picture is understood, and what the rest is called."""

from __future__ import annotations

from layoutkit.emulator.rtmp.tags import AAC, AVC, DATA, VIDEO, Tag

_METADATA = b"\x02\x00\x0aonMetaData"
_SET = b"\x02\x00\x0d@setDataFrame"
"""What a publisher writes before data that are to be kept."""

_PICTURES = {2: "Sorenson H.263", 3: "Screen video", 4: "VP6", 5: "VP6 with alpha", 6: "Screen video 2", 12: "H.265", 13: "AV1"}
_SOUNDS = {0: "PCM", 1: "ADPCM", 2: "MP3", 3: "PCM", 4: "Nellymoser", 5: "Nellymoser", 6: "Nellymoser", 7: "G.711", 8: "G.711", 11: "Speex"}
_ENHANCED = {b"hvc1": "H.265", b"av01": "AV1", b"vp09": "VP9"}


def unsupported(tag: Tag) -> str:
    """What it is coded in when that is not H.264 or AAC; empty when it is, or when it is neither sound nor picture."""
    if tag.kind == DATA or not tag.body:
        return ""
    if tag.kind == VIDEO:
        return _picture(tag.body)
    codec = tag.body[0] >> 4
    return "" if codec == AAC else _SOUNDS.get(codec, f"sound codec {codec}")


def _picture(body: bytes) -> str:
    if body[0] & 0x80:
        return _ENHANCED.get(body[1:5], "a codec of enhanced RTMP")
    codec = body[0] & 15
    return "" if codec == AVC or body[0] >> 4 == 5 else _PICTURES.get(codec, f"picture codec {codec}")


def is_metadata(tag: Tag) -> bool:
    """Whether it describes the stream as a whole: `onMetaData`."""
    return tag.kind == DATA and tag.body.startswith(_METADATA)


def set_data(body: bytes) -> bytes:
    """Data as a publisher sends them: to be kept, if they describe the stream."""
    return _SET + body if body.startswith(_METADATA) else body


def unset_data(body: bytes) -> bytes:
    """Data as a player gets them."""
    return body.removeprefix(_SET)

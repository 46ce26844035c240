"""Sound and picture of a guest stay together, live: a flash and a beep of one moment come out within 40 ms of each other."""

from __future__ import annotations

import os
import signal
from functools import lru_cache

import numpy as np
import pytest

from layoutkit.emulator.mixer.encoder import PictureEncoder, SoundEncoder
from layoutkit.emulator.mixer.planes import colour_of, empty
from layoutkit.emulator.mixer.sound import BLOCK, RATE
from layoutkit.emulator.rtmp.tags import Tag

from ..mixer.stage import heard, luma
from .stage import CAMERA, FPS, PLACES, ROUND_MS, Camera, Recorder, Room, scene, until

EVERY = 16
"""A flash in so many pictures: sixteen times in a round of 256."""


@lru_cache(maxsize=1)
def clapper() -> tuple[Tag, ...]:
    """A round of a guest who is dark and silent, but for a white picture with a beep, again and again."""
    pictures, sound = PictureEncoder(CAMERA, FPS), SoundEncoder()
    tags: list[Tag] = [pictures.header, sound.header]
    dark, light = (empty(CAMERA, colour_of(text)) for text in ("0x101010", "0xffffff"))
    for n in range(ROUND_MS * FPS // 1000):
        tags += pictures.encode(light if n % EVERY == EVERY // 2 else dark, n, key=False)
    at = np.arange(441 * BLOCK)
    beeps = (at * FPS // RATE) % EVERY == EVERY // 2
    wave = (0.5 * beeps * np.sin(2 * np.pi * 3000 * at / RATE)).astype(np.float32)
    for block in range(441):
        tags += sound.encode(np.stack([wave, wave])[:, block * BLOCK : (block + 1) * BLOCK], block * BLOCK)
    return tuple(sorted(tags, key=lambda tag: (not tag.is_header, tag.at)))


def apart(player: Recorder, since: int, claps: int = 2) -> list[float]:
    """How much later each beep is than its flash, in milliseconds."""
    player.plays_on((claps + 1) * EVERY / FPS)
    to = player.now - 300
    stamps = [at for at in player.stamps if since <= at < to]
    rect = PLACES["rex"]
    bright = [bool(luma(frame)[rect.y + 60, rect.x + 40] > 128) for frame in player.pictures(since, to)]
    flashes = [at for at, now, before in zip(stamps[1:], bright[1:], bright, strict=False) if now and not before]
    tags = [tag for tag in player.tags[:] if tag.is_header or tag.at >= since - 300]
    begin, samples = heard(tags)
    loud = np.flatnonzero(np.abs(samples) > 0.2)
    onsets = loud[np.flatnonzero(np.diff(loud, prepend=-RATE) > RATE // 4)]
    beeps = [begin + 1000 * int(onset) / RATE for onset in onsets]
    assert len(flashes) >= claps
    return [min((beep - flash for beep in beeps), key=abs) for flash in flashes]


def on_air(room: Room) -> tuple[Camera, Recorder]:
    """A silent host, and the guest with the clapper."""
    room.on("host", loudness=0.0)
    rex = room.studio.push(room.name("rex"), clapper())
    room.known("rex")
    player = room.watch()
    assert room.mix(scene("rex"))["code"] == 0
    return rex, player


def together(player: Recorder) -> bool:
    """Whether each beep from now on is with its flash.

    A machine that is too busy for a moment may lose a beep; it is listened to again, which helps nobody who is always apart.
    """
    return any(all(abs(late) <= 40 for late in apart(player, player.plays_on(0.5))) for _ in range(4))


def test_a_flash_and_its_beep_come_out_together(room: Room) -> None:
    _, player = on_air(room)
    assert together(player)


@pytest.mark.long
def test_they_do_after_a_pause_and_from_another_mixer(room: Room) -> None:
    rex, player = on_air(room)
    rex.freeze()
    player.plays_on(0.5)
    rex.thaw()
    assert together(player)
    dead = room.mixer
    assert dead
    os.kill(dead, signal.SIGKILL)
    until(lambda: room.mixer not in (None, dead), 20)
    player.plays_on(1.0)
    assert together(player)

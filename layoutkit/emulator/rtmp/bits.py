"""Bits one after the other, and the numbers of varying length that H.264 writes in them (H.264, section 9.1)."""

from __future__ import annotations

from layoutkit.emulator.rtmp.wrong import Malformed


class Bits:
    """A place in a row of bits that moves on with each number."""

    def __init__(self, raw: bytes) -> None:
        self._all, self._left = int.from_bytes(raw, "big"), 8 * len(raw)

    def take(self, count: int) -> int:
        """The next so many bits as a number."""
        self._left -= count
        if self._left < 0:
            raise Malformed("a row of bits that breaks off")
        return self._all >> self._left & (1 << count) - 1

    def flag(self) -> bool:
        """The next bit."""
        return self.take(1) == 1

    def unsigned(self) -> int:
        """ue(v): as many zeros as bits follow."""
        zeros = 0
        while not self.take(1):
            zeros += 1
            if zeros > 31:
                raise Malformed("a number of more than 32 bits")
        return (1 << zeros) - 1 + self.take(zeros)

    def signed(self) -> int:
        """se(v): 0, 1, -1, 2, -2 and so on."""
        code = self.unsigned()
        return (code + 1) // 2 if code & 1 else -(code // 2)

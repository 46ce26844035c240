"""The mixer's document as tables to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from benchmarks.report import Table, aimed, aligned, marked

Document = Mapping[str, Any]


def markdown(document: Document) -> str:
    """The tables as markdown."""
    return marked(_about(document), _tables(document))


def text(document: Document) -> str:
    """The tables in aligned columns."""
    return aligned(_about(document), _tables(document))


def _about(document: Document) -> str:
    found = document["machine"]
    versions = ", ".join(f"{name} {number}" for name, number in found.items() if name not in ("cores", "system", "python"))
    where = f"{found['cores']} cores, {found['system']}, Python {found['python']}, {versions}."
    rounds, samples = document["throughput"][0]["rounds"], document["reaction"]["samples"]
    how = f"Throughput is the median of {rounds} rounds, each in turn; reaction that of {samples} changes of each kind."
    missing = (f"Not measured: {one['peer']} is not installed ({one['how']})." for one in document["missing"])
    return "\n".join([where, how, *missing])


def _tables(document: Document) -> list[Table]:
    return [
        ("What is aimed at (ratios: layoutkit by the other, above 1 it is faster)", list(aimed(document["aims"]))),
        ("As fast as it can: four inputs, all of the canvas' size", list(_throughput(document))),
        ("Live: one mix of four, one viewer", list(_live(document))),
    ]


def _throughput(document: Document) -> Iterator[list[str]]:
    yield ["canvas", "pictures", "layoutkit, a second", "CPU s", "ffmpeg, a second", "CPU s", "ratio", "of each round"]
    for found in document["throughput"]:
        own, other = found["ours"], found.get("ffmpeg", {"fps": "", "cpu_s": ""})
        each = " ".join(f"{ratio:.2f}" for ratio in found["ratios"])
        figures = [found["frames"], own["fps"], own["cpu_s"], other["fps"], other["cpu_s"], found["ratio"] or ""]
        yield [found["canvas"], *map(str, figures), each]


def _live(document: Document) -> Iterator[list[str]]:
    yield ["canvas", "seconds", "mixer, cores", "hub, cores", "mixer, MB", "hub, MB", "a second", "late"]
    for found in document["live"]:
        keys = ("canvas", "seconds", "mixer_cores", "hub_cores", "mixer_mb", "hub_mb", "fps", "late")
        yield [str(found[key]) for key in keys]

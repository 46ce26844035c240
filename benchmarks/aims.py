"""What is aimed at, line by line: what, beside whom, the aim, what was seen, and whether that meets it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from benchmarks import names
from benchmarks.cases import COUNTS

Document = Mapping[str, Any]
Aim = dict[str, Any]

NOT_MEASURED = "not measured"


def aims(document: Document) -> list[Aim]:
    """Every line; `met` is None where it was not measured, because of a short run or a peer that is not installed."""
    return [
        *_imports(document),
        *_chains(document),
        *_searches(document),
        *_seen_before(document),
        *_grids(document["grids"]),
        _around(document["around"]),
        *_in_turn(document),
        *_reading(document),
        *_ahead(document["ahead"]),
    ]


def _aim(what: str, beside: str, aim: str, seen: str, met: bool | None) -> Aim:
    return {"what": what, "beside": beside, "aim": aim, "seen": seen, "met": met}


def _imports(document: Document) -> Iterator[Aim]:
    steps = {step["what"]: step for step in document["first"]}
    own, other = steps["import layoutkit"], steps["import ortools.sat.python.cp_model"]
    for of, key, unit, by, aim in (("time", "median_us", "ms", 1000, 0.15), ("memory", "memory_mb", "MB", 1, 0.25)):
        ratio = own[key] / other[key] if other[key] else None
        seen = f"{ratio:.2f}: {own[key] / by:.0f} {unit} by {other[key] / by:.0f}" if ratio is not None else NOT_MEASURED
        yield _aim(f"import layoutkit, {of}", "import ortools.sat.python.cp_model", f"at most {aim}", seen, ratio and ratio <= aim)


def _chains(document: Document) -> Iterator[Aim]:
    """Kiwisolver's time from 8 on, a tenth of it at 100; a tenth of CP-SAT's as in its manual everywhere."""
    for template in ("column", "grid-given"):
        what = f"cold arrange, {template}"
        kiwi = {1: None, 3: None, 8: 1, 16: 1, 49: 1, 100: 0.1}
        yield _ratios(document, template, what, names.NEW, names.KIWI, kiwi, "at most 1 from N = 8, 0.1 at N = 100")
        yield _ratios(document, template, what, names.NEW, names.MANUAL, dict.fromkeys(COUNTS, 0.1), "at most 0.1")


def _searches(document: Document) -> Iterator[Aim]:
    for template in ("grid-open", "either", "free"):
        what = f"cold arrange with a search, {template}"
        yield _ratios(document, template, what, names.NEW, names.MANUAL, {3: 0.25, 100: 0.1}, "at most 0.25 at N = 3, 0.1 at N = 100")


def _seen_before(document: Document) -> Iterator[Aim]:
    """The slowest of the templates, amid all other work and hot."""
    rows = _rows(document)
    for what, other, how in ((names.SEEN, names.DICT, "amid other work"), (names.HOT, names.DICT_HOT, "hot")):
        own = {template: row["median_us"] for (template, n, said), row in rows.items() if n == 3 and said == what}
        slowest = max(own, key=own.__getitem__)
        seen = f"{own[slowest]:.1f} µs, the lookup {rows[slowest, 3, other]['median_us']:.2f} µs"
        yield _aim(f"seen before, N = 3, {how}", "a dict lookup of the same key", "under 5 µs", seen, own[slowest] < 5)


def _grids(grids: Document) -> Iterator[Aim]:
    what = f"grid that picks its columns, {grids['cases']} cases"
    for other in grids["beside"]:
        seen = f"{other['equal']} equal, {other['larger']} larger, {other['smaller']} smaller"
        yield _aim(what, other["what"], "picture area never smaller", seen, not other["smaller"])
    others = ", ".join(f"{other['what']} {other['median_us']:.0f} µs" for other in grids["beside"])
    seen = f"{grids['median_us'] / 1000:.2f} ms"
    yield _aim("the same, time", others, "median under 1 ms", seen, grids["median_us"] < 1000)


def _around(around: Document) -> Aim:
    every = around["lines"][0]
    others = f"{every['by_lattice']} by lattices, {every['by_cp_sat']} by CP-SAT over all places"
    times = f"median {every['median_us'] / 1000:.1f} ms, p95 {every['p95_us'] / 1000:.0f} ms"
    met = every["proved"] == every["cases"] and every["median_us"] < 20_000 and every["p95_us"] < 100_000
    seen = f"{every['proved']} of {every['cases']} proved ({others}), {times}"
    return _aim("free placement around 1 to 5 areas", "the best bound known", "all proved, median under 20 ms, p95 under 100 ms", seen, met)


def _in_turn(document: Document) -> Iterator[Aim]:
    """The wishes, the clashes and the movement: the answers are compared in the race, so these are their times."""
    yield _ratios(
        document, "four-wishes", "four wishes in order, the same answers", names.NEW, names.KIWI, {3: 3, 8: 3, 25: 3}, "at most 3"
    )
    rows = _rows(document)
    for template in ("too-wide", "too-tall"):
        what = f"clash of five among thirty rules, {template}"
        yield _ratios(document, template, what, names.NAMED, names.CORE, {12: 0.35}, "the same five, at most 0.35")
        yield _under(f"{what}, with cures", "", rows.get((template, 12, names.CURED)), 50)
    for own, what in ((names.RESEATED, "least movement, 17 to 16"), (names.BEFORE, "the same, the grid found too")):
        yield _ratios(document, "stay", what, own, names.WEIGHTED, {16: 0.1}, "same score, at most 0.1")


def _reading(document: Document) -> Iterator[Aim]:
    rows, steps = _rows(document), {step["what"]: step for step in document["first"]}
    yield _under("read a template of 2 KB", "", rows.get(("newsroom", 0, names.READ)), 5)
    yield _under("list a shelf of thirty", "", rows.get(("", 0, names.LISTED)), 100)
    yield _under("the same, first in a process", "", steps.get("list a shelf of thirty, first"), 100)


def _ahead(ahead: Document) -> Iterator[Aim]:
    """What is solved ahead: events from the atlas, a cold start, the proof of the shelf, the size of it all."""
    own, hand, cold, proofs = ahead["events"]["by_layoutkit"], ahead["events"]["by_hand"], ahead["cold"], ahead["proofs"]
    what, by_hand = "pick, arrange, render from the atlas", f"a right column by hand, {hand['p50_us']:.0f} / {hand['p99_us']:.0f} µs"
    seen = f"{own['a_second']}, p50 / p99 {own['p50_us']:.0f} / {own['p99_us']:.0f} µs"
    yield _aim(f"{what}, a second on one core", "", "20000", seen, own["a_second"] >= 20_000)
    ratio = own["p50_us"] / hand["p50_us"]
    yield _aim(what, by_hand, "at most 10", f"{ratio:.1f}", ratio <= 10)
    more = cold["solve_ms"] - cold["bare_ms"]
    seen = f"{more:.0f} ms more: {cold['solve_ms']:.0f} by {cold['bare_ms']:.0f}"
    yield _aim("layoutkit solve right-column, cold", "python -c pass", "under 150 ms more", seen, more < 150)
    each = f"{proofs['templates']} templates, {proofs['cases']} cases"
    seen = f"{proofs['seconds']:.1f} s, {proofs['cases'] / proofs['seconds']:.0f} cases a second"
    yield _aim(f"check --fresh on two cores: {each}", "", "under 60 s", seen, proofs["seconds"] < 60)
    yield _aim("the atlas of the shelf", "", "under 2 MB", f"{ahead['atlas_bytes'] / 1e6:.2f} MB", ahead["atlas_bytes"] < 2e6)


def _under(what: str, beside: str, row: Document | None, most_ms: float) -> Aim:
    median = row["median_us"] / 1000 if row else None
    seen = f"{median:.1f} ms" if median is not None else NOT_MEASURED
    return _aim(what, beside, f"under {most_ms:g} ms", seen, None if median is None else median < most_ms)


def _rows(document: Document) -> dict[tuple[str, int, str], Document]:
    return {(row["template"], row["secondaries"], row["what"]): row for row in document["rows"]}


def _ratios(document: Document, template: str, what: str, own: str, beside: str, most: Mapping[int, float | None], aim: str) -> Aim:
    """The ratios to a peer by how many secondaries; `most` is what each may be at most, None where nothing is aimed at."""
    found = {
        ratio["secondaries"]: ratio
        for ratio in document["ratios"]
        if (ratio["template"], ratio["what"], ratio["beside"]) == (template, own, beside)
    }
    shown = [f"{figure(found[n])} at {n}" for n in most if n in found]
    return _aim(what, beside, aim, ", ".join(shown) or NOT_MEASURED, met(found, most))


def figure(ratio: Document) -> str:
    """A ratio with two digits at least; where the other came to its limit it is less than that."""
    value = ratio["ratio"]
    return ("<" if ratio["limited"] else "") + (f"{value:.0f}" if value >= 10 else f"{value:.1f}" if value >= 1 else f"{value:.2g}")


def met(found: Mapping[int, Document], most: Mapping[int, float | None]) -> bool | None:
    """Missed where one is; met where all are there and none is missed."""
    judged: Sequence[bool | None] = [found[n]["ratio"] <= limit if n in found else None for n, limit in most.items() if limit is not None]
    return False if False in judged else None if None in judged else True

"""Sums of sides of boxes, as `require`, `minimize` and `maximize` speak of them; every fault noted with its place in the text."""

from __future__ import annotations

from collections.abc import Sequence

from layoutkit.documents import Keys, nearest
from layoutkit.template import expressions as ex
from layoutkit.template.language import Chain, Written
from layoutkit.template.linear import BOXES, SIDES, crooked, has_side
from layoutkit.template.names import TRUTHS, Names

_CANVAS = ("portrait", "landscape")


def chain(names: Names, text: str, path: Keys) -> Chain:
    """A relation between sides of boxes: `tile.bottom + gap <= next.top`."""
    where = names.source.where(path)
    try:
        nodes, signs = ex.parse_chain(text)
    except ex.ExpressionError as error:
        names.fault(error.says, path, error.hint, offset=error.at)
        return Chain((), (), text, where)
    _judge(names, nodes, path)
    return Chain(tuple(Written(node, text, where) for node in nodes), signs, text, where)


def extreme(names: Names, text: str, path: Keys) -> Written:
    """A sum that is to be as small or as large as can be."""
    where = names.source.where(path)
    try:
        node = ex.parse(text)
    except ex.ExpressionError as error:
        names.fault(error.says, path, error.hint, offset=error.at)
        return Written(ex.Number(1, 0), text, where)
    if not _judge(names, (node,), path) and not has_side(node, lambda name: _is_side(names, name)):
        names.fault("it speaks of no box", path, "a sum of sides: last.bottom - first.top")
    return Written(node, text, where)


def _judge(names: Names, nodes: Sequence[ex.Node], path: Keys) -> bool:
    """Note what is wrong with sums of sides; whether anything is."""
    before = len(names.faults)
    parts = [part for node in nodes for part in ex.walk(node)]
    for part in parts:
        if isinstance(part, ex.Name):
            _judge_name(names, part, path)
        else:
            names.check_node(part, path, 0)
    _judge_pairs(names, [part for part in parts if isinstance(part, ex.Name)], path)
    for node in nodes:
        for error in crooked(node, lambda name: _is_side(names, name)):
            names.fault(error.says, path, error.hint, offset=error.at)
    for node in nodes if len(names.faults) == before else ():
        names.foresee(node, path, 0, "number")
    return len(names.faults) > before


def _is_side(names: Names, name: ex.Name) -> bool:
    return "." in name.name and name.name not in names.known


def _judge_name(names: Names, node: ex.Name, path: Keys) -> None:
    """A name in a sum is a number that is known, or the side of a box."""
    boxes, known = (*BOXES, *names.scope.regions), (*names.known, *TRUTHS)
    if node.name in known:
        return
    box, dot, side = node.name.partition(".")
    if not dot:
        hint = f"a side of it: {box}.left" if box in boxes else nearest(box, [*known, *boxes])
        names.unknown(f"unknown name {box!r}", path, hint, offset=node.at)
    elif box not in boxes:
        hint = names.scope.hint(box) or nearest(box, boxes) or "boxes are " + ", ".join(boxes)
        names.unknown(f"there is no box {box!r}", path, hint, offset=node.at)
    elif side not in SIDES:
        hint = nearest(side, (*SIDES, *(_CANVAS if box == "canvas" else ()))) or "sides are " + ", ".join(SIDES)
        names.fault(f"a box has no side {side!r}", path, hint, offset=node.at + len(box) + 1)


def _judge_pairs(names: Names, parts: Sequence[ex.Name], path: Keys) -> None:
    """`next` and `other` are the second of two whose first is `tile`; a sum speaks of one kind of two."""
    spoken = {part.name.partition(".")[0]: part for part in reversed(parts) if "." in part.name}
    seconds = [spoken[word] for word in ("next", "other") if word in spoken]
    if len(seconds) == 2:
        names.fault("'next' and 'other' cannot stand together", path, "make it two rules", offset=max(part.at for part in seconds))
    elif seconds and "tile" not in spoken:
        word = seconds[0].name.partition(".")[0]
        hint = f"name 'tile' too: tile.right <= {word}.left"
        names.fault(f"{word!r} is the second of two, and the first is not spoken of", path, hint, offset=seconds[0].at)

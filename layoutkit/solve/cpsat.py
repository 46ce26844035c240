"""The one door to OR-Tools: a plain description of a model in, whole numbers out. The only home of ortools.

The C++ module below `cp_model` is asked directly: `cp_model` loads pandas and numpy (a third of a second, 80 MB) and takes most of a
millisecond to build what is solved in a fifth of one. Where a release has no such module, the documented interface answers the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from math import ceil, inf
from typing import Any, Literal

from layoutkit.errors import SolverMissing, Unproved
from layoutkit.forms import Terms
from layoutkit.work import LIMIT, STEPS, TOO_LONG, TOO_LONG_HINT, running

Kind = Literal["linear", "places", "clash"]

PARAMETERS: dict[Kind, dict[str, Any]] = {
    # One worker: the same answer every time. The rest suits the kind of model; no other parameter is set, since some return wrong optima
    # (or-tools issues 5293, 5295).
    "linear": {
        "num_workers": 1,
        "cp_model_probing_level": 0,
        "symmetry_level": 0,
        "max_presolve_iterations": 1,
        "use_sat_inprocessing": False,
        "linearization_level": 2,
    },
    # Few rows, each question asked once: presolve takes longer than the search.
    "clash": {
        "num_workers": 1,
        "cp_model_presolve": False,
        "symmetry_level": 0,
        "use_sat_inprocessing": False,
        "linearization_level": 2,
    },
    # Presolve stays on and the linearization as it comes: otherwise one search in sixty takes seconds.
    "places": {"num_workers": 1, "cp_model_probing_level": 0, "symmetry_level": 0},
}


@dataclass(slots=True)
class Model:
    """Whole-number variables, linear rows that hold when all their literals do, clauses, and a sum to maximise."""

    kind: Kind = "linear"
    """`linear`: rows and few choices between them. `places`: nothing but yes or no for each place where a tile could stand.
    `clash`: few rows, some of which may fail."""
    limit: float = LIMIT
    """The limit of work, in CP-SAT's deterministic seconds: the same everywhere, however busy the machine."""
    share: float = inf
    """The most that it may take of that."""
    patience: int = 0
    """Seconds by the clock after which it is given up, as if there were no answer; nought is never."""
    spent: float = 0.0
    """The work that solving it took, in the same unit."""
    best: bool = False
    """Whether at the limit the best values so far will do; `proved` tells whether they are more than that."""
    proved: bool = True
    domains: list[tuple[int, int]] = field(default_factory=list)
    rows: list[tuple[Terms, int, int, tuple[int, ...]]] = field(default_factory=list)
    one_of: list[tuple[int, ...]] = field(default_factory=list)
    at_most_one: list[tuple[int, ...]] = field(default_factory=list)
    clauses: list[tuple[tuple[int, ...], tuple[int, ...]]] = field(default_factory=list)
    maximise: dict[int, int] = field(default_factory=dict)

    def variable(self, low: int, high: int) -> int:
        """A new variable from low to high; its index."""
        self.domains.append((low, high))
        return len(self.domains) - 1

    def row(self, terms: Terms, low: int | None, high: int | None, when: tuple[int, ...] = ()) -> None:
        """`low <= terms <= high` whenever all the literals in `when` are true."""
        self.rows.append((terms, -FAR if low is None else low, FAR if high is None else high, when))


@dataclass(slots=True)
class Budget:
    """A search whose work counts against the meter that is running; with `best`, what it has at the limit will do."""

    find: Callable[[Model], list[int] | None]
    best: bool = False

    def __call__(self, model: Model) -> list[int] | None:
        """As `find`; raises Unproved where nothing is left, OutOfTime where the clock stands guard."""
        meter = running()
        if not meter:
            return self.find(model)
        meter.spend(0 if meter.left > 0 else 1)
        model.limit, model.patience, model.best = meter.seconds, ceil(meter.time), self.best
        try:
            return self.find(model)
        except Unproved:
            model.proved = False
            raise
        finally:
            meter.left -= int(model.spent * STEPS)
            if not model.proved and meter.time < 0:
                raise meter.late()


@dataclass(slots=True)
class Ration:
    """A search that has so much work for all that is asked of it, in CP-SAT's deterministic seconds."""

    find: Callable[[Model], list[int] | None]
    left: float

    def __call__(self, model: Model) -> list[int] | None:
        """As `find`; raises Unproved where nothing is left."""
        if self.left <= 0:
            raise Unproved(TOO_LONG, TOO_LONG_HINT)
        model.share = min(model.share, self.left)
        values = self.find(model)
        self.left -= model.spent
        return values


FAR = 1 << 56
"""Beyond any sum of ours; a row bounded by it is not bounded."""


def maximum(model: Model) -> list[int] | None:
    """The values of the variables at the proved maximum; None where the rows cannot all hold.

    At the limit of work it is the best values so far, where the model says that they will do and there are any; else Unproved is raised.
    Raises SolverMissing where OR-Tools cannot be loaded.
    """
    status, values = _solver()(model, min(model.limit, model.share))
    if status == "INFEASIBLE":
        return None
    model.proved = status == "OPTIMAL"
    if not model.proved and not (status == "FEASIBLE" and model.best):
        raise Unproved(TOO_LONG, TOO_LONG_HINT)
    return values


@lru_cache(maxsize=1)
def _solver() -> Callable[[Model, float], tuple[str, list[int]]]:
    try:
        from ortools.sat.python import cp_model_helper

        if hasattr(cp_model_helper, "SolveWrapper") and hasattr(cp_model_helper, "CpModelProto"):
            return _direct
        import ortools.sat.python.cp_model  # noqa: F401  an older release: the documented interface
    except ImportError as error:
        raise _missing(error) from None
    return _documented


def _missing(error: ImportError) -> SolverMissing:
    hint = "install ortools; it cannot share a process with highspy or cvxpy. Templates that need no search still work"
    return SolverMissing(f"this layout needs a search, and OR-Tools cannot be loaded: {error}", hint)


def _direct(model: Model, limit: float) -> tuple[str, list[int]]:
    """Fill the solver's own message and solve it."""
    from ortools.sat.python import cp_model_helper as cp

    proto = cp.CpModelProto()
    for low, high in model.domains:
        proto.variables.add().domain.extend([low, high])
    for terms, low, high, when in model.rows:
        constraint = proto.constraints.add()
        constraint.enforcement_literal.extend(when)
        linear = constraint.linear
        linear.vars.extend([u for u, _ in terms])
        linear.coeffs.extend([c for _, c in terms])
        linear.domain.extend([low, high])
    for literals in model.one_of:
        proto.constraints.add().exactly_one.literals.extend(literals)
    for literals in model.at_most_one:
        proto.constraints.add().at_most_one.literals.extend(literals)
    for literals, when in model.clauses:
        constraint = proto.constraints.add()
        constraint.enforcement_literal.extend(when)
        constraint.bool_or.literals.extend(literals)
    for variable, weight in model.maximise.items():
        proto.objective.vars.append(variable)
        proto.objective.coeffs.append(-weight)
    wrapper: Any = cp.SolveWrapper()
    wrapper.set_parameters(_parameters(model.kind, limit, model.patience))
    response = wrapper.solve(proto)
    model.spent = response.deterministic_time
    return response.status.name, list(response.solution)


@lru_cache(maxsize=8)
def _parameters(kind: Kind, limit: float, patience: int) -> Any:
    from ortools.sat.python import cp_model_helper as cp

    parameters = cp.SatParameters()
    for name, value in PARAMETERS[kind].items():
        setattr(parameters, name, value)
    parameters.max_deterministic_time = limit
    if patience:
        parameters.max_time_in_seconds = patience
    return parameters


def _documented(model: Model, limit: float) -> tuple[str, list[int]]:
    """The same through `cp_model`, the interface that every release has."""
    from ortools.sat.python import cp_model

    made = cp_model.CpModel()
    variables = [made.new_int_var(low, high, f"v{i}") for i, (low, high) in enumerate(model.domains)]
    for terms, low, high, when in model.rows:
        total = sum(c * variables[u] for u, c in terms)
        made.add_linear_constraint(total, low, high).only_enforce_if([variables[w] for w in when])
    for literals in model.one_of:
        made.add_exactly_one([variables[v] for v in literals])
    for literals in model.at_most_one:
        made.add_at_most_one([variables[v] for v in literals])
    for literals, when in model.clauses:
        made.add_bool_or([variables[v] for v in literals]).only_enforce_if([variables[w] for w in when])
    made.maximize(sum(weight * variables[v] for v, weight in model.maximise.items()))
    solver: Any = cp_model.CpSolver()
    patience = {"max_time_in_seconds": model.patience} if model.patience else {}
    for name, value in {**PARAMETERS[model.kind], "max_deterministic_time": limit, **patience}.items():
        setattr(solver.parameters, name, value)
    status = solver.status_name(solver.solve(made))
    model.spent = solver.response_proto.deterministic_time
    return status, [solver.value(v) for v in variables] if status in ("OPTIMAL", "FEASIBLE") else []

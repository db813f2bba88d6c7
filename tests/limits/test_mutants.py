"""The proofs have teeth: a store with a typical mistake in it is found out by contract and machine."""

from __future__ import annotations

import asyncio
import importlib
import sys
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from contract import StoreContract
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from machine import machine

import jupyter_tutor.limits


@dataclass(frozen=True)
class Mutant:
    """A mistake: pieces of text in modules that read differently."""

    name: str
    changes: tuple[tuple[str, str, str], ...]


def mutant(name, module, right, wrong):
    return Mutant(name, ((module, right, wrong),))


MUTANTS = [
    mutant("estimate ignored", "memory", "hold.amount(fits)), now)", "Amount(1)), now)"),
    mutant(
        "calendar instead of sliding",
        "memory_windows",
        "while times and times[0] + seconds <= now:",
        "while times and times[0] // seconds < now // seconds:",
    ),
    Mutant(
        "settle not idempotent",
        (
            ("memory", "del self._running[request_id]", "pass"),
            ("memory_windows", "before = request.charged", "before = request.admission.held"),
            ("memory", "        if not lost:\n            _let_go(request)\n", ""),
        ),
    ),
    mutant(
        "breaker buckets not aged out", "memory_breaker", "- limit.buckets + 1", "- limit.buckets * 10_000"
    ),
    mutant("every request is a probe", "memory_breaker", "self.probe is None and now", "now"),
    mutant("refund leaves the message in the log", "memory", "log.take_out(request.at)", "pass"),
    mutant("clock runs backwards", "memory", "<= now < self._latest else now", "> now else now"),
    mutant("lease never renewed", "memory", "request.lease_until = now + LEASE_SECONDS", "pass"),
    mutant("session never closes", "memory_sessions", "now < session.last_at + limit.idle_seconds", "True"),
    mutant("warned again and again", "memory_sessions", "self.warned = True", "self.warned = False"),
    mutant("a refund costs a nano-dollar", "memory", "change.true_cost = 0", "change.true_cost = 1"),
    mutant(
        "shortened one token too little",
        "memory_windows",
        "(left - base) // price",
        "-((base - left) // price)",
    ),
]


@pytest.fixture(params=MUTANTS, ids=lambda mutant: mutant.name)
def mutant_store(request, tmp_path, monkeypatch):
    """The class of a store in memory with the mistake in it."""
    package = f"mutant_{MUTANTS.index(request.param)}"
    (tmp_path / package).mkdir()
    for source in Path(jupyter_tutor.limits.__file__).parent.glob("memory*.py"):
        text = source.read_text(encoding="utf-8").replace("jupyter_tutor.limits.", f"{package}.")
        for module, right, wrong in request.param.changes:
            if module == source.stem:
                assert right in text, f"{module} no longer contains what the mutant changes"
                text = text.replace(right, wrong)
        (tmp_path / package / source.name).write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield importlib.import_module(f"{package}.memory").MemoryLimits
    for name in [name for name in sys.modules if name.partition(".")[0] == package]:
        del sys.modules[name]


def _contract():
    """The contract's tests, with a phase for the one that wants it."""
    names = [name for name in vars(StoreContract) if name.startswith("test_")]
    return [(name, {"phase": 17.5} if "phase" in name else {}) for name in names]


def _broken_promises(new_store):
    """The tests of the contract that fail."""
    broken = []
    for name, arguments in _contract():
        try:
            asyncio.run(getattr(StoreContract(), name)(new_store(), **arguments))
        except Exception:  # noqa: BLE001 - however it fails, it is found out
            broken.append(name)
    return broken


def _machine_objects(new_store):
    @asynccontextmanager
    async def open_store():
        yield new_store()

    thorough = settings(
        max_examples=400, stateful_step_count=40, deadline=None, phases=[Phase.generate], database=None
    )
    try:
        run_state_machine_as_test(machine(open_store), settings=thorough)
    except Exception:  # noqa: BLE001 - however it fails, it is found out
        return True
    return False


# req: R9
def test_contract_or_machine_kills_every_mutant(mutant_store):
    """Each mistake breaks a promise of the contract, or makes store and model disagree."""
    assert _broken_promises(mutant_store) or _machine_objects(mutant_store)


def test_the_right_store_survives():
    """What kills the mutants is not the way they are run."""
    from jupyter_tutor.limits.memory import MemoryLimits

    assert _broken_promises(MemoryLimits) == []

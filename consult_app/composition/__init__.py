"""The composition root: build the adapters, hand them to the services."""

from consult_app.composition.clocks import FixedClock, SystemClock
from consult_app.composition.program import Program
from consult_app.composition.reception import Reception

__all__ = ["FixedClock", "Program", "Reception", "SystemClock"]

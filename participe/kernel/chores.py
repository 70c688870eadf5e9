"""What the worker does now and then for every package: remind, tidy up."""

from collections.abc import Callable
from datetime import datetime

from participe.kernel.registry import Registry

# Each chore is called with the present instant, inside a transaction that is committed after
# it; it may be called at any time, twice, or after a long pause, and must not mind.
CHORES: Registry[Callable[[datetime], None]] = Registry("chores")

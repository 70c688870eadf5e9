"""What higher packages add to the page of a proposition: the answer, the rest of its journey."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from participe.accounts.models import Whoever
from participe.kernel.registry import Registry
from participe.proposals.models import Proposal

Panel = Callable[[Proposal, Whoever, datetime], Mapping[str, Any]]

# Each panel gives names to the template `proposals/show.html`.
PANELS: Registry[Panel] = Registry("proposals.page")


def context(proposal: Proposal, who: Whoever, at: datetime) -> dict[str, Any]:
    """Gather what all panels give."""
    return {name: value for panel in PANELS for name, value in panel(proposal, who, at).items()}

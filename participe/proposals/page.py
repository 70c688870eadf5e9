"""What higher packages add to the page of a proposition: the answer, the rest of its journey."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from participe.accounts.models import Whoever
from participe.kernel.registry import Registry
from participe.proposals.models import Proposal

Panel = Callable[[Proposal, Whoever, datetime], Mapping[str, Any]]

# Each panel gives names to the template `proposals/show.html`. Two of these are lists to which
# every panel may add: `happened`, pairs of an instant and a Step of the devenir, which are put
# among the others by their date, and `journey`, Steps that come after all.
PANELS: Registry[Panel] = Registry("proposals.page")
ADDED = ("happened", "journey")


def context(proposal: Proposal, who: Whoever, at: datetime) -> dict[str, Any]:
    """Gather what all panels give."""
    given = [panel(proposal, who, at) for panel in PANELS]
    names = {name: value for part in given for name, value in part.items()}
    return names | {name: [step for part in given for step in part.get(name, ())] for name in ADDED}

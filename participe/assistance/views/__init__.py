"""The pages of assisted sessions."""

from participe.assistance.views import (
    afterwards,
    claiming,
    console,
    correcting,
    following,
    handing,
    journal,
    kit,
    overview,
    papers,
    people,
    post,
    printing,
    read_back,
    receipts,
    rehearsing,
    replacing,
    second_entry,
    sessions,
)
from participe.assistance.views.blueprint import bp

# One blueprint; each of these modules puts its pages on it.
PAGES = (
    afterwards,
    receipts,
    following,
    claiming,
    console,
    correcting,
    handing,
    journal,
    kit,
    overview,
    papers,
    people,
    post,
    printing,
    read_back,
    rehearsing,
    replacing,
    second_entry,
    sessions,
)
BLUEPRINTS = (bp,)

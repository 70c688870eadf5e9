"""`python -m participe` is the `participe` command."""

from participe.command import main

main()

"""The tables of assisted sessions: places, then sessions, then people, then the rest."""

"""Assisted sessions: people take part with help, on shared computers, without an account."""

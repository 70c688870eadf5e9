"""Reads of many propositions: lists, their order of the day, their filters."""

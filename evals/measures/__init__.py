"""Measures: pure functions from what was seen to a number, each with its formula and source."""

"""Runs one action's Python code inside its container, and relays its connections to the worker."""

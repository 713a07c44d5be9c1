"""Wiring: settings, addresses, the server and its worker; nothing of the domain."""

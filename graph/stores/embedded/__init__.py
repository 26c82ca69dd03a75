"""The embedded engine: a process that serves a projection of one version."""

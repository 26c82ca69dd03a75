"""Analyses in processes of their own: docs/decisions/014-analysis-processes.md says why and how."""

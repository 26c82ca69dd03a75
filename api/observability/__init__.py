"""What is seen of a process: logs, counters, traces, memory, and a check of the installation."""

"""How a need is met: who supplies it, how it is divided, who controls the suppliers."""

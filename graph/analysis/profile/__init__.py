"""An entity on one page: what it rests on, whom it stops, what it controls, what is not known."""

"""What rests on what, who can stop it, and what follows."""

"""What every request goes through before it is answered, and every answer on its way out."""

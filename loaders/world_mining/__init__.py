"""Production of minerals by country."""

"""Finding nodes by what people call them."""

"""How well kinds of request are told apart."""

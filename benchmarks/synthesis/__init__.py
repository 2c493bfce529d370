"""Cost and variety of synthetic drivers, and how well their voices are told apart."""

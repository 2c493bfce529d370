"""How well attributes and entities are found, against other tools in the same run."""

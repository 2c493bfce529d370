"""The trained encoder: words to what they give away, and to entities."""

from auditor.attributes.encoder.network import Encoder, Senses, encoder

__all__ = ["Encoder", "Senses", "encoder"]

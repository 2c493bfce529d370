"""What is trained for auditor, and the text it is trained on."""

from pathlib import Path

HERE = Path(__file__).parent

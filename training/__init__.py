"""What is trained for auditor, and the text it is trained on."""

"""Speed and validity of the measures of risk."""

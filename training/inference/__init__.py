"""Fits what inference believes: strengths of rules on labelled text, calibration on truth files."""

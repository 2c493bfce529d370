"""Speed and accuracy, one command each; results go to benchmarks/results."""

"""Speed against peers, in one run on one corpus: ``python -m benchmarks`` writes ``benchmarks/README.md``."""

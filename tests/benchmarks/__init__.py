"""Benchmarks of Engine Room beside public libraries, each measured in one run."""

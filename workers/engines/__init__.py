"""Adapters, one module per engine. Each imports its library inside ``_load``, in a worker only."""

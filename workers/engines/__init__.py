"""One short adapter an engine. Each imports its library inside ``_load``, in a worker only."""

"""The memory gauges: bar, legend, and history of every device."""

"""The memory gauge: plain data, and the bar that paints it."""

"""Widgets that several features share; none knows a feature, nor the controller."""

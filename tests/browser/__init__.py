"""Tests that drive the sandbox in a real Chromium."""

"""Measurements that people run by hand, and CI with floors."""

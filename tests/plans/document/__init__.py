"""Tests of `plans.document`."""

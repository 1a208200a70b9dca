"""The record: assumptions, scenarios, evidence and sources read from `data/`, every fault told with file and line."""

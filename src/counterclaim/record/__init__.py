"""The record: what sources are known to have published, as tables beside this file, each with source and licence."""

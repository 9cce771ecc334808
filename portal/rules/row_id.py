"""Ids of rows as addresses and forms bring them."""

from __future__ import annotations


def row_id(typed: str | None) -> int | None:
    """The id that was typed, as both databases can hold it; None for anything else."""
    typed = typed or ""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None

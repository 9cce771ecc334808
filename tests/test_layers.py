"""The import contracts of pyproject.toml."""

import logging

import pytest
from importlinter.cli import lint_imports


def test_layers_hold(capsys: pytest.CaptureFixture[str]):
    before = [one for one in logging.root.manager.loggerDict.values() if isinstance(one, logging.Logger)]
    try:
        assert lint_imports(no_cache=True) == 0, capsys.readouterr().out
    finally:  # it silences every logger that was there, and later tests count queries and search logs by them
        for logger in before:
            logger.disabled = False

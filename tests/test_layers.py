"""The import contracts of pyproject.toml."""

import pytest
from importlinter.cli import lint_imports


def test_layers_hold(capsys: pytest.CaptureFixture[str]):
    assert lint_imports(no_cache=True) == 0, capsys.readouterr().out

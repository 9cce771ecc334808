"""The import contracts of pyproject.toml."""

from importlinter.cli import lint_imports


def test_layers_hold():
    assert lint_imports(no_cache=True) == 0

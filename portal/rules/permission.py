"""Who gives the family's permission (UU 18/2017 art. 13 b: husband or wife, parents, or guardian)."""

from portal.words import Words, say

_SPOUSE = {"P": ("suami", say("Suami")), "L": ("istri", say("Istri"))}
_FAMILY: tuple[tuple[str, Words], ...] = (
    ("ayah", say("Ayah")),
    ("ibu", say("Ibu")),
    ("wali", say("Wali")),
)


def givers(marital_status: str, sex: str) -> list[tuple[str, Words]]:
    """Who may sign: the spouse of a married person; a parent or guardian of anybody else."""
    return [_SPOUSE[sex]] if marital_status == "kawin" else list(_FAMILY)

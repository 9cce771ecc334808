"""How a rule says no: an exception that carries the sentence for the person."""

from portal.words import Words


class Refused(ValueError):
    """What was typed cannot be taken; `words` says why, in plain words."""

    def __init__(self, words: Words) -> None:
        super().__init__(str(words))
        self.words = words


class WrongNumber(Refused):
    """A number or an address that cannot be read: NIK, KK, registration number, phone, e-mail."""

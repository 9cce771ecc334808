"""Phone numbers and e-mail addresses as people type them."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.rules.phone import masked, read_contact, read_phone, read_sender, shown
from portal.rules.refusal import WrongNumber
from portal.words import Words


@pytest.mark.parametrize(
    "typed",
    [
        "081234567890",
        "81234567890",
        "6281234567890",
        "+6281234567890",
        "0812-3456-7890",
        "0812 3456 7890",
        "0812.3456.7890",
        "(0812) 3456 7890",
        "+62 812-3456-7890",
        "(+62) 812 3456 7890",
        "+62 (0)812 3456 7890",
        "006281234567890",
        " 0812\u20133456\u00a07890\n",
    ],
)
def test_every_way_of_writing_one_number_is_the_same_number(typed):
    assert read_phone(typed) == "6281234567890"


@pytest.mark.parametrize(
    ("typed", "phone"),
    [
        ("081234567", "6281234567"),  # 9 digits, the fewest
        ("0812345678901", "62812345678901"),  # 13, the most
        ("089999999999", "6289999999999"),  # prefixes are not looked at
        ("0862812345678", "62862812345678"),
        ("862812345678", "62862812345678"),
    ],
)
def test_boundaries(typed, phone):
    assert read_phone(typed) == phone


DIGITS = "Nomor HP hanya berisi angka, contoh: 0812 3456 7890."
START = "Nomor HP dimulai dengan 08 atau +62 8. Contoh: 0812 3456 7890."
SHORT = "Nomor HP ini kurang panjang. Contoh: 0812 3456 7890."
LONG = "Nomor HP ini terlalu panjang. Contoh: 0812 3456 7890."


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", DIGITS),
        ("+", DIGITS),
        ("0812E4567890", DIGITS),
        ("0812/3456/7890", DIGITS),
        ("08+1234567890", DIGITS),
        ("++6281234567890", DIGITS),
        ("０８１２３４５６７８９０", DIGITS),
        ("٠٨١٢٣٤٥٦٧٨٩٠", DIGITS),
        ("081234567\x00890", DIGITS),
        ("02678451234", START),  # a fixed line in Karawang
        ("+60123456789", START),
        ("080123456789", START),
        ("+852 9123 4567", START),  # Hong Kong, and not 0852
        ("+886912345678", START),
        ("00886912345678", START),
        ("+82 10 1234 5678", START),
        ("+81 90 1234 5678", START),
        ("+853 6612 3456", START),
        ("+81234567890", START),
        ("+081234567890", START),
        ("62", START),
        ("08", START),
        ("08123456", SHORT),
        ("08123456789012", LONG),
        ("3215014107030001", START),
    ],
)
def test_says_what_is_wrong(typed, sentence):
    with pytest.raises(WrongNumber) as refusal:
        read_phone(typed)
    assert refusal.value.words == sentence
    assert isinstance(refusal.value.words, Words)


@pytest.mark.parametrize(("sender", "phone"), [
    ("+6285291234567", "6285291234567"), ("6285291234567", "6285291234567"), ("085291234567", "6285291234567"),
    ("+85291234567", ""), ("85291234567", ""), (" 852 9123 4567", ""), ("(852) 9123 4567", ""), ("BANK", ""), ("", ""),
    ("00886912345678", ""),
])
def test_a_gateway_names_a_sender_with_the_country(sender, phone):
    assert read_sender(sender) == phone


@pytest.mark.parametrize(
    ("phone", "said"),
    [("6281234567890", "0812-3456-7890"), ("62812345678901", "0812-3456-78901"), ("6281234567", "0812-3456-7")],
)
def test_shown_as_it_is_said_at_home(phone, said):
    assert shown(phone) == said
    assert read_phone(said) == phone


@pytest.mark.parametrize(
    ("contact", "hidden"),
    [("6281234567890", "0812-…-890"), ("sari@contoh.id", "s…@contoh.id"), ("s@contoh.id", "s…@contoh.id")],
)
def test_masked_keeps_enough_to_recognise(contact, hidden):
    assert masked(contact) == hidden


@pytest.mark.parametrize(
    ("typed", "contact"),
    [
        ("0812 3456 7890", ("phone", "6281234567890")),
        (" Sari@Contoh.ID ", ("email", "sari@contoh.id")),
        ("a@b.c", ("email", "a@b.c")),
        ("sari.dewi+kerja_1@mail-2.contoh.co.id", ("email", "sari.dewi+kerja_1@mail-2.contoh.co.id")),
        ("081234567890@contoh.id", ("email", "081234567890@contoh.id")),
        ("o'neil@contoh.id", ("email", "o'neil@contoh.id")),
        ("x" * 64 + "@contoh.id", ("email", "x" * 64 + "@contoh.id")),
    ],
)
def test_reads_a_contact(typed, contact):
    assert read_contact(typed) == contact


@pytest.mark.parametrize(
    "typed",
    ["@", "sari@", "@contoh.id", "sari@contoh", "sari@contoh.", "sari@.id", "sari@contoh..id", "sari@@contoh.id",
     "sari dewi@contoh.id", "sari@contoh .id", "sari@-contoh.id", "sari@contoh-.id", ".sari@contoh.id",
     "sari.@contoh.id",
     "sa..ri@contoh.id", "Sari <sari@contoh.id>", "sari@contoh.id,budi@contoh.id", "sari@contoh.id\nBcc: x@contoh.id",
     "sari\x00@contoh.id", '"sari"@contoh.id', "sari@cöntoh.id", "x" * 65 + "@contoh.id", "sari@" + "x." * 130 + "id"],
)
def test_addresses_that_are_not_complete(typed):
    with pytest.raises(WrongNumber) as refusal:
        read_contact(typed)
    assert refusal.value.words == "Alamat email ini belum benar. Contoh: nama@contoh.id."


def test_words_without_an_at_sign_could_have_been_either():
    with pytest.raises(WrongNumber) as refusal:
        read_contact("sari.contoh.id")
    assert refusal.value.words == "Isi nomor HP seperti 0812 3456 7890, atau email seperti nama@contoh.id."


@pytest.mark.parametrize(("typed", "sentence"), [("", DIGITS), ("0812", SHORT), ("0267845123", START)])
def test_a_contact_of_digits_is_a_phone_number(typed, sentence):
    with pytest.raises(WrongNumber) as refusal:
        read_contact(typed)
    assert refusal.value.words == sentence


@given(st.from_regex(r"628[1-9][0-9]{6,10}", fullmatch=True))
def test_reading_again_changes_nothing(phone):
    assert read_phone(phone) == read_phone("+" + phone) == read_phone(phone[2:]) == read_phone(shown(phone)) == phone


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(typed):
    with suppress(WrongNumber):
        kind, contact = read_contact(typed)
        assert read_contact(contact) == (kind, contact)

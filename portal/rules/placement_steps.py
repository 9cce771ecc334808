"""Steps of a placement, declared: from where, to where, by whom, and what each needs (domain 2.8: S4 to S16, SG, SB).

placement_moves.py makes them; how somebody comes to a job is in linking.py."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.data.order import revoked_at
from portal.data.placement import Placement
from portal.data.proposal import staff_of
from portal.rules import applicants, events, outbox
from portal.rules import moves as registration_moves
from portal.rules.offices import Actor
from portal.rules.placement_gates import party
from portal.rules.stages import RIGHTS
from portal.words import Words, say

_TOLD = 3  # of a company's staff, at most
DIED = "meninggal"
ENDED = ("purna", "gagal", "batal")
AFTER_LEAVING = ("berangkat", "bekerja", "pulang", "purna")  # reasons given there are no business of the company
BEFORE_LEAVING = ("melamar", "disiapkan", "siap")
STILL_AWAY = ("berangkat", "bekerja")


@dataclass(frozen=True)
class PlacementMove:
    """`source` states it may start from, none for what makes a placement. `parties` (placement_gates.PARTIES) who may.
    `reasons`: codes, one of which is owed; `words`: a sentence is owed, too. `dated`: it has a day. `checks`: what must
    hold beforehand, of placement_moves._CHECKS. `adopts`: the version of the order that counts now. `takes`, `frees`: a
    place in the order. `issues`, `revokes`: the E-KPMI. `unsettles`: what was accepted counts no more, for the gates
    that are undone by the reason. `closes`: the registration ends with it, `reopens`: it runs again. `keeps`: why the
    person came home; else a reason goes with the state that it led to. `renews`: work agreement and permit are asked
    for anew. `under_agreement`: the work agreement that holds is noted with it. `only_after`: the reason for which the
    person came home. `if_told`: parties who may only once the person or BP3MI told of the return. `undoes`: it takes
    one of these moves back, if that was the last: to the state and the day of before, or to `target` where none of it
    is on record. `message`: for the person, `to_company`: for the company; both may name %(number)s. In the message's
    place `if_died`: for the family, where the person died, and `if_company`: where it is by the company's word
    alone."""

    name: str
    label: Words
    source: tuple[str, ...]
    target: str
    parties: tuple[str, ...]
    reasons: tuple[str, ...] = ()
    words: bool = False
    dated: bool = False
    checks: tuple[str, ...] = ()
    adopts: bool = False
    takes: bool = False
    issues: bool = False
    revokes: bool = False
    frees: bool = False
    closes: bool = False
    reopens: bool = False
    keeps: bool = False
    undoes: tuple[str, ...] = ()
    renews: bool = False
    under_agreement: bool = False
    only_after: tuple[str, ...] = ()
    if_told: tuple[str, ...] = ()
    unsettles: bool = False
    message: Words | None = None
    if_died: Words | None = None
    if_company: Words | None = None
    to_company: Words | None = None


REASONS: dict[str, Words] = {
    "keluarga": say("Urusan keluarga"), "tawaran_lain": say("Pindah ke lowongan lain"),
    "syarat": say("Syarat pekerjaan tidak sesuai"), "tidak_lolos": say("Tidak lolos seleksi"),
    "sakit": say("Sakit atau tidak laik kerja"), "perjanjian_batal": say("Perjanjian kerja dibatalkan"),
    "dokumen": say("Dokumen tidak lengkap atau ditolak"), "visa": say("Visa ditolak"),
    "aturan": say("Negara atau pekerjaan ini dihentikan"), "selesai": say("Kontrak selesai"), "cuti": say("Cuti"),
    "phk": say("Diberhentikan (PHK)"), "pulang_sakit": say("Sakit"), "masalah": say("Masalah dengan pemberi kerja"),
    "deportasi": say("Dipulangkan pemerintah setempat"), DIED: say("Meninggal dunia"),
    "keliru": say("Tercatat keliru"), "lain": say("Alasan lain"),
}
_GIVEN_UP = ("keluarga", "tawaran_lain", "syarat", "sakit", "lain")
_FAILED = ("sakit", "perjanjian_batal", "dokumen", "visa", "aturan", "lain")  # domain 2.3: failed departures [S74]
_HOME = ("selesai", "cuti", "phk", "pulang_sakit", "masalah", "deportasi", DIED, "lain")

MOVES: dict[str, PlacementMove] = {
    move.name: move
    for move in (
        PlacementMove("apply", say("Lamar lowongan ini"), (), "melamar", ("holder",),
                      to_company=say("Ada pelamar baru, %(number)s. Lihat di ruang perusahaan Anda.")),
        PlacementMove("link", say("Hubungkan dengan lowongan"), (), "disiapkan", ("p3mi",),
                      message=say("%(number)s terhubung dengan lowongan. Bukan kemauan Anda? Batalkan di akun Anda.")),
        PlacementMove("begin", say("Mulai penempatan"), (), "disiapkan", ("bp3mi",),
                      message=say("Penempatan %(number)s dimulai. Lihat yang harus disiapkan di akun Anda.")),
        PlacementMove("agree", say("Setuju dengan syarat baru"), ("melamar",), "melamar", ("holder",), adopts=True,
                      to_company=say("%(number)s setuju dengan syarat lowongan yang baru.")),
        PlacementMove("accept", say("Terima pelamar"), ("melamar",), "disiapkan", ("p3mi",),
                      checks=("fit", "agreed"), takes=True,
                      message=say("Lamaran %(number)s diterima. Lihat yang harus disiapkan di akun Anda.")),
        PlacementMove("decline", say("Tidak lolos"), ("melamar",), "batal", ("p3mi",), reasons=("tidak_lolos", "lain"),
                      words=True,
                      message=say("Lamaran %(number)s tidak lolos. Alasannya ada di akun Anda. Boleh melamar lagi.")),
        PlacementMove("withdraw", say("Batalkan"), BEFORE_LEAVING, "batal", ("holder",), reasons=_GIVEN_UP, frees=True,
                      revokes=True, to_company=say("%(number)s membatalkan penempatannya.")),
        PlacementMove("release", say("Lepaskan dari lowongan"), ("disiapkan", "siap"), "batal", ("p3mi",),
                      reasons=("tidak_lolos", "perjanjian_batal", "dokumen", "sakit", "lain"), words=True, frees=True,
                      revokes=True,
                      message=say("Perusahaan melepas %(number)s dari lowongan. Alasannya ada di akun Anda.")),
        PlacementMove("fail", say("Gagal berangkat"), BEFORE_LEAVING, "gagal", ("bp3mi", "dinas"), reasons=_FAILED,
                      words=True, frees=True, revokes=True,
                      message=say("Keberangkatan %(number)s tidak jadi. Alasannya ada di akun Anda."),
                      to_company=say("Keberangkatan %(number)s tidak jadi. Lihat alasannya di ruang perusahaan.")),
        PlacementMove("issue_card", say("Terbitkan E-KPMI"), ("disiapkan",), "siap", ("bp3mi",),
                      checks=("verified", "fits", "gates", "country", "licence", "order"), issues=True,
                      message=say("E-KPMI %(number)s sudah terbit. Anda siap berangkat. Simpan kartunya.")),
        PlacementMove("revoke_card", say("Cabut E-KPMI"), ("siap",), "disiapkan", ("bp3mi",),
                      reasons=("dokumen", "perjanjian_batal", "visa", "sakit", "aturan", "lain"), words=True,
                      revokes=True, unsettles=True,
                      message=say("E-KPMI %(number)s dicabut. Jangan berangkat dulu. Alasannya ada di akun Anda."),
                      to_company=say("E-KPMI %(number)s dicabut. Lihat alasannya di ruang perusahaan.")),
        PlacementMove("depart", say("Catat berangkat"), ("siap",), "berangkat", ("bp3mi", "p3mi"), dated=True,
                      checks=("verified", "fits", "gates", "country", "licence", "order", "card"),
                      message=say("%(number)s tercatat berangkat. Setelah tiba, kabari kami dari akun atau SMS.")),
        PlacementMove("not_left", say("Ternyata belum berangkat"), ("berangkat",), "siap", ("bp3mi",),
                      reasons=("keliru",), words=True, undoes=("depart",),
                      message=say("Catatan berangkat %(number)s dibatalkan: Anda tercatat belum berangkat. Lihat "
                                  "dulu di akun apa yang berikutnya."),
                      to_company=say("Catatan berangkat %(number)s dibatalkan BP3MI. Lihat alasannya di ruang "
                                     "perusahaan.")),
        PlacementMove("arrive", say("Lapor tiba"), ("berangkat",), "bekerja", ("holder", "p3mi", "bp3mi"), dated=True,
                      under_agreement=True,
                      if_company=say("Perusahaan melaporkan %(number)s sudah tiba. Keliru? Kabari kami dari akun, SMS "
                                     "TOLONG, atau telepon +62 21 29244800.")),
        PlacementMove("not_arrived", say("Ternyata belum tiba"), ("bekerja",), "berangkat", ("bp3mi",),
                      reasons=("keliru",), words=True, undoes=("arrive",),
                      message=say("Catatan tiba %(number)s dibatalkan. Setelah tiba, laporkan dari akun atau SMS: "
                                  "TIBA."),
                      to_company=say("Catatan tiba %(number)s dibatalkan BP3MI.")),
        PlacementMove("extend", say("Catat perpanjangan"), ("bekerja",), "bekerja", ("bp3mi",), dated=True,
                      checks=("agreement",), under_agreement=True,
                      message=say("Perpanjangan kontrak %(number)s sudah dicatat.")),
        PlacementMove("not_extended", say("Ternyata tidak diperpanjang"), ("bekerja",), "bekerja", ("bp3mi",),
                      reasons=("keliru",), words=True, undoes=("extend",),
                      message=say("Catatan perpanjangan kontrak %(number)s dibatalkan. Alasannya ada di akun Anda."),
                      to_company=say("Catatan perpanjangan kontrak %(number)s dibatalkan BP3MI.")),
        PlacementMove("come_home", say("Catat pulang"), ("berangkat", "bekerja"), "pulang",
                      ("holder", "desa", "bp3mi"), reasons=_HOME, dated=True,
                      message=say("Kepulangan %(number)s tercatat. Keliru? Beri tahu BP3MI."),
                      if_died=say("Kami turut berduka cita. Catatan %(number)s sudah masuk. "
                                  "Untuk hak keluarga, hubungi BP3MI atau 0800-1000.")),
        PlacementMove("mend_reason", say("Perbaiki alasan pulang"), ("pulang",), "pulang", ("bp3mi",), reasons=_HOME,
                      words=True,
                      message=say("Alasan kepulangan %(number)s diperbaiki. Lihat di akun Anda."),
                      if_died=say("Kami turut berduka cita. Catatan %(number)s sudah diperbaiki. "
                                  "Untuk hak keluarga, hubungi BP3MI atau 0800-1000.")),
        PlacementMove("not_home", say("Ternyata belum pulang"), ("pulang",), "bekerja", ("bp3mi",), reasons=("keliru",),
                      words=True, undoes=("come_home",),
                      message=say("Catatan pulang %(number)s dibatalkan: Anda tercatat masih di luar negeri.")),
        PlacementMove("go_again", say("Siapkan berangkat lagi"), ("pulang",), "disiapkan", ("bp3mi",),
                      checks=("verified", "order"), renews=True, revokes=True, only_after=("cuti",),
                      message=say("%(number)s disiapkan untuk kembali bekerja. Lihat yang harus ada di akun Anda.")),
        PlacementMove("not_again", say("Ternyata tidak berangkat lagi"), ("disiapkan",), "pulang", ("bp3mi",),
                      reasons=_HOME, words=True, undoes=("go_again",),
                      message=say("%(number)s tidak disiapkan untuk berangkat lagi. Alasannya ada di akun Anda."),
                      if_died=say("Kami turut berduka cita. Catatan %(number)s sudah masuk. "
                                  "Untuk hak keluarga, hubungi BP3MI atau 0800-1000."),
                      to_company=say("%(number)s tidak disiapkan untuk berangkat lagi.")),
        PlacementMove("close", say("Tutup penempatan (purna)"), ("pulang",), "purna", ("dinas", "desa", "bp3mi"),
                      closes=True, keeps=True, if_told=("desa",),
                      message=say("Penempatan %(number)s selesai. Anda boleh mendaftar lagi kapan saja."),
                      if_died=say("Catatan penempatan %(number)s ditutup. Untuk hak keluarga, hubungi BP3MI atau "
                                  "0800-1000.")),
        PlacementMove("reopen", say("Ternyata belum selesai"), ("purna",), "pulang", ("bp3mi",), reasons=("keliru",),
                      words=True, checks=("alone",), undoes=("close",), reopens=True, keeps=True,
                      message=say("Penempatan %(number)s dibuka lagi: penutupannya keliru. Ada masalah? Kabari BP3MI "
                                  "dari akun, atau SMS TOLONG.")),
    )
}

NOT_YET = say("Jangan berangkat dulu: ada yang harus diperiksa lagi. Tanya BP3MI.")
STAGES: dict[str, tuple[Words, Words, Words]] = {  # what a state is called, what it means, and what comes next
    "melamar": (say("Melamar"), say("Lamaran sudah dikirim ke perusahaan."),
                say("Perusahaan menjawab: diterima atau tidak. Jangan bayar apa pun untuk melamar.")),
    "disiapkan": (say("Menyiapkan keberangkatan"), say("Terhubung dengan pekerjaan. Syaratnya sedang dilengkapi."),
                  say("Lengkapi syarat yang belum ada. Daftarnya di akun.")),
    "siap": (say("Siap berangkat"), say("E-KPMI (dulu E-PMI/E-KTKLN) sudah terbit."),
             say("Simpan E-KPMI. Beri tahu desa sebelum berangkat.")),
    "berangkat": (say("Berangkat"), say("Sudah tercatat berangkat."),
                  say("Setelah tiba, laporkan dari akun atau SMS: TIBA.")),
    "bekerja": (say("Bekerja"), say("Kedatangan di negara tujuan sudah tercatat."),
                say("Ada masalah? Laporkan dari akun, SMS TOLONG, atau telepon perwakilan Indonesia.")),
    "pulang": (say("Pulang"), say("Kepulangan sudah tercatat."),
               say("Kantor menutup penempatan ini. Hak yang belum diterima: BP3MI atau telepon 0800-1000.")),
    "purna": (say("Purna"), say("Penempatan ini selesai."), RIGHTS),
    "gagal": (say("Gagal berangkat"), say("Keberangkatan ini tidak jadi."),
              say("Alasannya ada di akun. Anda boleh memilih lowongan lain.")),
    "batal": (say("Penempatan dibatalkan"), say("Penempatan ini dibatalkan."),
              say("Alasannya ada di akun. Anda boleh memilih lowongan lain.")),
}
REVOKED = (say("Lowongan dicabut"), say("Kementerian mencabut lowongan pekerjaan ini."),
           say("Jangan berangkat. Tanya BP3MI, atau batalkan di akun, lalu pilih lowongan lain."))
OVER = (say("Lowongan ditutup"), say("Lowongan yang dilamar sudah ditutup, jadi perusahaan tidak menjawab lagi."),
        say("Batalkan lamaran ini, lalu pilih lowongan lain di halaman Lowongan resmi."))
FAMILY = say("Untuk hak keluarga, hubungi BP3MI atau telepon 0800-1000.")
CLOSED: dict[str, Words] = {  # of a country's rule that lets nobody go
    "dihentikan": say("Penempatan ke negara ini untuk bidang ini dihentikan sementara (%(basis)s)."),
    "bukan": say("Negara ini bukan negara penempatan (%(basis)s)."),
}


def public_stage(placement: Placement) -> tuple[Words, Words, Words]:
    """What the placement's state is called, what it means, and what comes next; for who has not left by an order that
    was revoked, or applied to one that is over, that."""
    if _revoked(placement):
        return REVOKED
    return OVER if applicants.is_over(placement) else STAGES[placement.state]


def _revoked(placement: Placement) -> datetime | None:
    """When the order was revoked of somebody who has not left by it."""
    return revoked_at(placement.order_id) if placement.order_id and placement.state in BEFORE_LEAVING else None


def stage_since(placement: Placement) -> datetime:
    """Since when that is so."""
    if at := _revoked(placement):
        return at
    return applicants.over_since(placement) if applicants.is_over(placement) else placement.state_since


def stage(placement: Placement) -> tuple[Words, Words, Words]:
    """The same, and for who died nothing but the family's rights. For those who may open the person's account or file:
    it tells a death from a return."""
    title, meaning, after = public_stage(placement)
    return title, meaning, FAMILY if placement.reason == DIED else after


def record(placement: Placement, move: PlacementMove, actor: Actor, **detail: Any) -> None:
    """The move's event, with the case's other ones and the party that made it; in the move's transaction."""
    events.record(f"registration:{placement.registration_id}", f"placement:{move.name}", actor.account_id,
                  placement=placement.id, to=move.target, by=party(actor), **detail)


def tell(placement: Placement, move: PlacementMove, reason: str = "", by: str = "") -> None:
    """Write the move's messages: to those who may open the person's file, and to some of the company's staff. `reason`:
    that of the move, else the placement's own holds; `by`: the party that made it."""
    number = placement.registration.number
    message = move.if_died if move.if_died and (reason or placement.reason) == DIED else move.message
    if move.if_company and by == "p3mi":
        message = move.if_company
    if message:
        registration_moves.tell(placement.registration, f"placement:{move.name}", message)
    if move.to_company and placement.company_id:
        for one in staff_of("p3mi", f"p{placement.company_id}", _TOLD):
            words = say(move.to_company.msgid, number=number)
            outbox.write(f"placement:{move.name}"[:24], one.account.contact, words, one.account.language)

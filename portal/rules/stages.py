"""Stages in plain words: what each means, what comes next, and who owes it (domain 2.8: S1 to SX, SB)."""

from __future__ import annotations

from dataclasses import dataclass

from portal.words import Words, say


@dataclass(frozen=True)
class Stage:
    """`due` names who owes the next step: the office (by its service standard), the person (to mend), or nobody."""

    title: Words
    meaning: Words
    next: Words
    due: str = ""  # office | person
    open: bool = True  # whether the office, or the person, still has something to do with it
    counter: bool = True  # whether there is anything to come to the counter for, by appointment


# Of somebody who is back, or died: strangers read it who know a number and a birth date, and must not learn which.
RIGHTS = say("Hak yang belum diterima: BP3MI atau telepon 0800-1000. Mendaftar lagi boleh kapan saja.")
STAGES: dict[str, Stage] = {
    "diajukan": Stage(
        say("Diajukan"),
        say("Sudah dikirim, menunggu diperiksa petugas dinas."),
        say("Petugas mengambil berkas dalam 1 hari kerja, lalu memutuskan dalam 2 hari kerja."),
        "office",
    ),
    "diperiksa": Stage(
        say("Diperiksa"),
        say("Petugas sedang memeriksa data dan dokumen."),
        say("Petugas memutuskan: terverifikasi, atau ada yang perlu diperbaiki."),
        "office",
    ),
    "perlu_diperbaiki": Stage(
        say("Perlu diperbaiki"),
        say("Ada yang harus dibetulkan. Hanya bagian yang disebut di bawah."),
        say("Perbaiki bagian itu, lalu kirim lagi. Waktu pemeriksaan berhenti sampai Anda mengirim."),
        "person",
    ),
    "usul_tolak": Stage(
        say("Diperiksa penyelia"),
        say("Petugas meminta penyelia memeriksa pendaftaran ini."),
        say("Penyelia memutuskan. Anda mendapat kabar dan alasannya."),
        "office",
    ),
    "terverifikasi": Stage(
        say("Terverifikasi"),
        say("Data sudah cocok dengan dokumen asli. ID CPMI sudah terbit."),
        say("Pilih lowongan yang resmi. Jangan bayar siapa pun sebelum ada rincian tertulis."),
    ),
    "ditolak": Stage(
        say("Ditolak"),
        say("Pendaftaran ini tidak dapat diterima. Alasannya ada di akun Anda."),
        say("Tidak setuju? Datang ke loket membawa nomor ini. Anda boleh mendaftar lagi."),
        open=False,
    ),
    "selesai": Stage(
        say("Selesai"),
        say("Penempatan lewat pendaftaran ini sudah selesai."),
        RIGHTS,
        open=False, counter=False,
    ),
    "dibatalkan": Stage(
        say("Dibatalkan"),
        say("Pendaftaran ini ditarik kembali."),
        say("Tidak ada yang perlu dilakukan. Anda boleh mendaftar lagi kapan saja."),
        open=False, counter=False,
    ),
}

EVENTS: dict[str, Words] = {
    "registration:submit": say("Pendaftaran dikirim"),
    "registration:withdraw": say("Pendaftaran ditarik kembali"),
    "registration:number_sent": say("Nomor pendaftaran dikirim ke HP lain"),
    "registration:take": say("Petugas mulai memeriksa"),
    "registration:take_over": say("Petugas lain melanjutkan pemeriksaan"),
    "registration:release": say("Kembali ke antrean pemeriksaan"),
    "registration:return": say("Dikembalikan untuk diperbaiki"),
    "registration:recall": say("Petugas mengambil kembali, untuk diperiksa lagi"),
    "registration:mend": say("Perbaikan dikirim"),
    "registration:mend_anew": say("Perbaikan dikirim"),
    "registration:verify": say("Terverifikasi, ID CPMI terbit"),
    "registration:propose_rejection": say("Diteruskan ke penyelia"),
    "registration:refuse_rejection": say("Penyelia meminta diperiksa lagi"),
    "registration:confirm_rejection": say("Ditolak"),
    "registration:finish": say("Penempatan selesai"),
    "registration:reopen": say("Dibuka lagi untuk diperiksa"),
    "registration:corrected": say("Petugas membetulkan data"),
    "registration:office_changed": say("Pindah ke kantor pemeriksa lain"),
    "registration:assign": say("Diserahkan ke petugas lain"),
    "file:opened": say("Petugas membuka berkas"),
    "file:refused": say("Petugas lain mencoba membuka berkas, dan ditolak"),
    "document:diterima": say("Petugas menerima foto dokumen"),
    "document:diganti": say("Petugas meminta foto dokumen yang lain"),
    "document:terkirim": say("Petugas tidak lagi meminta foto yang lain"),
    "letter:known": say("Desa mengetahui surat izin keluarga"),
    "letter:unknown": say("Desa belum dapat mengetahui surat izin keluarga"),
    "movement:noted": say("Desa mencatat keberangkatan atau kepulangan"),
    "slot:booked": say("Jadwal loket dipesan"),
    "slot:moved": say("Jadwal loket dipindah"),
    "slot:cancelled": say("Jadwal loket dibatalkan"),
    "counter:arrived": say("Datang ke loket"),
    "counter:in_front": say("Berkas dibuka di loket"),
    "placement:apply": say("Melamar lowongan"),
    "placement:link": say("Perusahaan menghubungkan dengan lowongan"),
    "placement:begin": say("Penempatan dimulai"),
    "placement:order_over": say("Lowongan yang dilamar ditutup"),
    "placement:order_revoked": say("Lowongannya dicabut kementerian"),
    "placement:agree": say("Setuju dengan syarat lowongan yang baru"),
    "placement:accept": say("Lamaran diterima perusahaan"),
    "placement:decline": say("Lamaran tidak lolos"),
    "placement:withdraw": say("Penempatan dibatalkan pemilik data"),
    "placement:release": say("Perusahaan melepas dari lowongan"),
    "placement:fail": say("Gagal berangkat"),
    "placement:issue_card": say("E-KPMI terbit"),
    "placement:revoke_card": say("E-KPMI dicabut"),
    "placement:depart": say("Berangkat"),
    "placement:not_left": say("Catatan berangkat dibatalkan"),
    "placement:arrive": say("Lapor tiba"),
    "placement:held": say("Keberangkatan ditahan: ada yang harus diperiksa lagi"),
    "placement:free": say("Yang menahan keberangkatan sudah beres"),
    "placement:not_arrived": say("Catatan tiba dibatalkan"),
    "placement:not_extended": say("Catatan perpanjangan kontrak dibatalkan"),
    "placement:extend": say("Kontrak diperpanjang"),
    "placement:come_home": say("Pulang"),
    "placement:mend_reason": say("Alasan pulang diperbaiki"),
    "placement:not_home": say("Catatan pulang dibatalkan"),
    "placement:go_again": say("Disiapkan berangkat lagi"),
    "placement:not_again": say("Tidak berangkat lagi"),
    "placement:close": say("Penempatan ditutup"),
    "placement:reopen": say("Penempatan dibuka lagi"),
    "registration:unfinish": say("Pendaftaran dibuka lagi, penempatannya belum selesai"),
    "placement:brought": say("Bukti syarat dikirim"),
    "placement:accepted": say("Bukti syarat diterima"),
    "placement:refused": say("Bukti syarat harus diganti"),
    "report:tiba": say("Kabar: sudah tiba"),
    "report:alamat": say("Kabar: alamat baru"),
    "report:masalah": say("Kabar: ada masalah"),
    "report:pulang": say("Kabar: sudah pulang"),
    "report:seen": say("BP3MI membaca kabar"),
    "placement:opened": say("Petugas membuka penempatan"),
    "counter:recovery": say("Loket membuat kode untuk pindah akun"),
}

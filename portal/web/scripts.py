"""What our scripts are served with: their sentences, by language, and the small ones that go along with others.

Sentences, riders and leaders are fetched once, with the script, and cost no page a byte."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

from rjsmin import jsmin

from portal.web.language import LANGUAGES, translate
from portal.words import Words, say

ROOT = Path(__file__).parent.parent.parent
_FOLDER = ROOT / "static"
_LEADERS = {"antre.js": ("segel.js", "simpan.js"), "sw.js": ("segel.js", "simpan.js"), "unggah.js": ("segel.js",)}
_RIDERS = {"htmx.js": ("gagal.js", "pasang.js"), "sandi.js": ("pasang.js",), "kartu.js": ("pasang.js",),
           "unggah.js": ("pasang.js",)}
_KEPT_OFFLINE = (
    "templates/layout.html", "templates/ui.html", "templates/help/help.html", "templates/offline/show.html",
    "templates/offline/waits.html", "templates/card/signed.html", "templates/card/_checked.html",
)

_SAID: dict[str, dict[str, Words]] = {
    "gagal.js": {
        "lost": say("Belum terkirim. Yang Anda ketik masih ada. Periksa sambungan internet."),
        "down": say("Belum terkirim karena gangguan di sistem kami. Yang Anda ketik masih ada."),
        "again": say("Coba lagi"),
    },
    "antre.js": {
        "waits": say("Menunggu sinyal: {n} isian. Nanti dikirim sendiri."),
        "again": say("Coba lagi"),
        "asks": say("Isian yang menunggu sinyal sudah dikirim. Lihat jawabannya."),
        "look": say("Lihat"),
        "slow": say("Masih mengirim. Isian Anda sudah tersimpan di HP ini."),
        "photo": say("Ada foto yang menunggu sinyal. Buka halamannya supaya terkirim."),
        "leaves": say("Ada yang belum terkirim, atau jawabannya belum dilihat. Kalau keluar sekarang, itu dihapus dari "
                      "HP ini. Keluar?"),
    },
    "sandi.js": {
        "leaves": say("Ada yang belum terkirim, atau jawabannya belum dilihat. HP ini dipakai bersama: kalau lanjut, "
                      "itu dihapus dari HP ini. Lanjut?"),
        "show": say("Tampilkan kata sandi"),
        "hide": say("Sembunyikan kata sandi"),
    },
    "sw.js": {"seen": say("Tidak ada sinyal. Terlihat pada {when}.")},
}


def served(name: str, url: Callable[[str], str]) -> bytes:
    """A static file as it goes out. `url(name)` is the address of another one."""
    if not name.endswith(".js") or name == "htmx.js":
        body = (_FOLDER / name).read_bytes()
    else:
        body = _script(name, url).encode()
    if name in ("pasang.js", "sandi.js"):
        body = b"{%s}" % body  # a page may bring them along twice
    return body + "".join(f"\n{{{_script(rider, url)}}}" for rider in _RIDERS.get(name, ())).encode()


def worker(shell: list[str], keys: str = "") -> bytes:
    """The service worker, which keeps these addresses. Its version changes with all that it keeps; `keys` are those of
    the cards, on the page that checks them."""
    files = [*(ROOT / name for name in _KEPT_OFFLINE), *sorted((ROOT / "portal/translations").glob("*/*.po"))]
    script = f"const SHELL={json.dumps(shell, separators=(',', ':'))};{_script('sw.js', str)}"
    kept = script.encode() + keys.encode() + b"".join(path.read_bytes() for path in files)
    return f'const VERSION="{hashlib.sha256(kept).hexdigest()[:12]}";{script}'.encode()


def _script(name: str, url: Callable[[str], str]) -> str:
    """One script of ours with its sentences; comments and what only readers need stay at home."""
    text = jsmin("".join((_FOLDER / file).read_text() for file in (*_LEADERS.get(name, ()), name)))
    before = f'const ANTRE="{url("antre.js")}"\n' if name == "pasang.js" else ""
    if said := _SAID.get(name):
        words = {lang: {key: translate(one.msgid, lang) for key, one in said.items()} for lang in LANGUAGES}
        told = json.dumps(words, ensure_ascii=False, separators=(",", ":"))
        before += f"const WORDS={told}\n"
    return before + text

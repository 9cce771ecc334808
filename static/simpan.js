// Stands after segel.js, before antre.js and sw.js: posted answers that wait on the phone for a signal.
const { at, own, seal, unseal } = vault("antre")
const all = () => at("isi", s => s.getAll())
const drop = id => at("isi", s => s.delete(id))
const valueOf = (data, field) => new Map(data).get(field)
const idOf = (data, url) => url + " " + (valueOf(data, "_k") || "")
// Who signs in or out is there to see it; and nobody is called to a counter where nobody may sit any more.
const NOW = /^\/(akun\/(?!pendamping)|petugas\/(masuk|keluar|pasang|buka-kunci|loket))/
const mayWait = (data, url) =>
  data.some(([field]) => /^_[kt]$/.test(field)) && !NOW.test(url) && !data.some(([field]) => /sandi/.test(field))

// `page` is the path of the page that the form stood on. A form with a key of its own is a deed of its own; else a
// later one to the same address takes the place of an earlier one.
const keep = async (data, url, page) => {
  const id = idOf(data, url), bytes = new TextEncoder().encode(JSON.stringify([data, page]))
  const kept = { ...await seal(sessionOf(valueOf(data, "_t")), bytes), id, url, when: Date.now() }
  await at("isi", s => s.put(kept, id))
}
const opens = async kept => JSON.parse(new TextDecoder().decode(await unseal(kept)))

// One after the other, oldest first; `sent(one, next)` after each: `next` is where it led, '' when its answer is to be
// seen by the person (a mistake in it, the sign-in page, a code), which keeps it here until then. One that the portal
// cannot take now keeps back no other. Throws without a line, and when some are left.
const send = async sent => {
  const left = new Set
  for (;;) {
    const [first] = (await all()).filter(one => !one.asks && !left.has(one.id)).sort((a, b) => a.when - b.when)
    if (!first) { if (left.size) throw left; return }
    const { id, url, when } = first
    const { status, headers, redirected, url: led } = await fetch(url, { method: "POST",
      headers: { "HX-Request-Type": 0 }, body: new URLSearchParams((await opens(first))[0]),
      signal: AbortSignal.timeout?.(6e4) })
    // Only the portal's own answers name that header in their Vary.
    if (status > 499 || headers.get("Retry-After") || !/hx-/i.test(headers.get("Vary"))) { left.add(id); continue }
    const kept = await at("isi", s => s.openCursor(id))
    if (kept?.value.when === when) if (redirected) kept.delete(); else kept.update({ ...first, asks: 1 })
    await sent?.(first, redirected ? led : "")
  }
}
const alone = job => navigator.locks.request("antre", job)

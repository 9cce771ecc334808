// Stands after segel.js, before antre.js and sw.js, which say whose page this is: TOKEN. Posted answers that wait on the
// phone for a signal.
const { at, own, isFor, seal, unseal } = vault("antre")
const all = async () => await isFor(sessionOf(TOKEN)) ? at("isi", s => s.getAll()) : []
const store = one => at("isi", s => s.put(one, one.id))
const drop = id => at("isi", s => s.delete(id))
const valueOf = (data, field) => new Map(data).get(field)
const packed = what => new TextEncoder().encode(JSON.stringify(what))
// A form with a key of its own is a deed of its own, and another one with other answers: a sum over all tells them apart.
// Else a later one to the same address takes the place of an earlier one.
const idOf = (data, url) => valueOf(data, "_k") ?
  packed(data.filter(([field]) => field !== "_t").sort()).reduce((sum, byte) => sum * 31 + byte | 0, 7) + url : url
// Who signs in or out is there to see it; and nobody is called to a counter where nobody may sit any more.
const NOW = /^\/(akun\/(?!pendamping)|petugas\/(masuk|keluar|pasang|buka-kunci|loket))/
const mayWait = (data, url) => {
  const fields = "" + data.map(([field]) => field)
  return /\b_[kt]\b/.test(fields) && !/sandi/.test(fields) && !NOW.test(url)
}

// `page` is the path of the page that the form stood on. One that is on its way already rests until then (a moment in
// milliseconds): should the line stall and everything be closed, it is still here.
const keep = async (data, url, page, rests = 0) => {
  const id = idOf(data, url), shut = await seal(packed([data, page]), await own(sessionOf(valueOf(data, "_t"))))
  const kept = { ...shut, id, url, rests, when: Date.now() }
  await store(kept)
  await caches.open(FLAG)  // so that pages know to look (pasang.js); the worker has no other word that they can read
  return kept
}
const FLAG = "antre"
// With its answer, as it came, for the person to see.
const answeredBy = async (kept, answer) => {
  const [data, page] = await opens(kept), policy = answer.headers.get("Content-Security-Policy")
  return { ...kept, ...await seal(packed([data, page, await answer.text(), policy])), asks: 1 }
}
const soon = () => Date.now() + 65e3  // longer than any try to send takes
const opens = async kept => JSON.parse(new TextDecoder().decode(await unseal(kept)))

// One after the other, oldest first; `sent(one, next)` after each: `next` is where it led, '' when its answer is to be
// seen by the person (a mistake in it, the sign-in page, a code), which is kept here until then. One that the portal
// cannot take now keeps back no other. Throws without a line, and when some are left.
const send = async sent => {
  const left = new Set
  for (;;) {
    const waits = (await all()).filter(one => !one.asks && !(one.rests > Date.now()) && !left.has(one.id))
    const [first] = waits.sort((a, b) => a.when - b.when)
    if (!first) { if (left.size) throw left; return }
    const { id, url, when } = first, [data] = await opens(first)
    // What was typed before somebody signed in brings the token of the session that they are in now.
    const body = new URLSearchParams(data.map(([field, value]) => [field, field === "_t" && TOKEN || value]))
    const answer = await fetch(url, { method: "POST", headers: { "HX-Request-Type": 0 }, body,
      signal: AbortSignal.timeout?.(6e4) })
    const { status, headers, redirected, url: led } = answer
    // Only the portal's own answers name that header in their Vary. A token that is stale waits for a page with another.
    if (status > 428 || status === 400 && !TOKEN || headers.get("Retry-After") || !/hx-/i.test(headers.get("Vary"))) {
      left.add(id)
      continue
    }
    const seen = redirected || await answeredBy(first, answer), kept = await at("isi", s => s.openCursor(id))
    if (kept?.value.when === when) if (redirected) kept.delete(); else kept.update(seen)
    await sent?.(first, redirected ? led : "")
  }
}
const alone = job => navigator.locks.request("antre", job)

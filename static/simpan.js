// Stands in front of antre.js and sw.js: posted answers that wait on the phone for a signal, sealed by a key that never
// leaves it. A form's `_t` tells which session it belongs to; what another session left is thrown away. A form without
// one, such as for an appointment, belongs to whoever has the phone.
const { subtle } = crypto, name = "AES-GCM", code = new TextEncoder()
let base
const opened = () => base ||= new Promise((good, bad) => {
  const asked = indexedDB.open("antre"), forget = () => { base = null }
  asked.onupgradeneeded = () => ["kunci", "isi"].map(where => asked.result.createObjectStore(where))
  asked.onerror = () => bad(forget())
  asked.onsuccess = () => good(Object.assign(asked.result, {
    onclose: forget, onversionchange: () => forget(asked.result.close()) }))
})
const done = asked => new Promise((good, bad) => { asked.onsuccess = () => good(asked.result); asked.onerror = bad })
const at = async (where, job) => done(job((await opened()).transaction(where, "readwrite").objectStore(where)))
const all = () => at("isi", s => s.getAll())
const drop = id => at("isi", s => s.delete(id))
const valueOf = (data, field) => new Map(data).get(field)
const idOf = (data, url) => url + " " + (valueOf(data, "_k") || "")
const sessionOf = token => token?.split(".")[0]
// Who signs in or out is there to see it; and nobody is called to a counter where nobody may sit any more.
const NOW = /^\/(akun\/(?!pendamping)|petugas\/(masuk|keluar|pasang|buka-kunci|loket))/
const mayWait = (data, url) => data.some(([field]) => /^_[kt]$/.test(field)) && !NOW.test(url) && !data.some(([field]) => /sandi/.test(field))

const own = session => navigator.locks.request("kunci", async () => {
  const kept = await at("kunci", s => s.get(1)), adopted = kept?.session === ""
  if (kept && (!session || kept.session === session)) return kept.key
  const key = adopted ? kept.key : await subtle.generateKey({ name, length: 256 }, false, ["encrypt", "decrypt"])
  if (!adopted) await at("isi", s => s.clear())
  await at("kunci", s => s.put({ session: session || "", key }, 1))
  return key
})

// `page` is the path of the page that the form stood on. A form with a key of its own is a deed of its own; else a
// later one to the same address takes the place of an earlier one.
const keep = async (data, url, page) => {
  const iv = crypto.getRandomValues(new Uint8Array(12)), when = Date.now(), id = idOf(data, url)
  const key = await own(sessionOf(valueOf(data, "_t")))
  const sealed = await subtle.encrypt({ name, iv }, key, code.encode(JSON.stringify([data, page])))
  await at("isi", s => s.put({ id, iv, sealed, url, when }, id))
}
const opens = async ({ iv, sealed }) =>
  JSON.parse(new TextDecoder().decode(await subtle.decrypt({ name, iv }, await own(), sealed)))

// One after the other, oldest first; `sent(one, next)` after each: `next` is where it led, '' when its answer is to be
// seen by the person (a mistake in it, the sign-in page, a code), which keeps it here until then. Throws without a line.
const send = async sent => {
  for (;;) {
    const [first] = (await all()).filter(one => !one.asks).sort((a, b) => a.when - b.when)
    if (!first) return
    const { id, url, when } = first
    const { status, headers, redirected, url: led } = await fetch(url, { method: "POST",
      headers: { "HX-Request-Type": 0 }, body: new URLSearchParams((await opens(first))[0]),
      signal: AbortSignal.timeout?.(6e4) })
    // Only the portal's own answers name that header in their Vary.
    if (status > 499 || headers.get("Retry-After") || !/hx-/i.test(headers.get("Vary"))) throw status
    const kept = await at("isi", s => s.openCursor(id))
    if (kept?.value.when === when) if (redirected) kept.delete(); else kept.update({ ...first, asks: 1 })
    await sent?.(first, redirected ? led : "")
  }
}
const alone = job => navigator.locks.request("antre", job)

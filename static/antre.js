// Keeps answers posted without a line, sealed by a key that never leaves this phone, and sends each when the line is
// back, oldest first; a later one to the same address takes the place of an earlier one. WORDS stands above, by
// language. A page's `_t` tells which session it belongs to.
const { waits, again } = WORDS[document.documentElement.lang]
const session = document.querySelector("[name=_t]")?.value.split(".")[0]
const { subtle } = crypto, name = "AES-GCM"
let count = 0, timer
const make = (tag, how) => Object.assign(document.createElement(tag), how)
const done = asked => new Promise((good, bad) => { asked.onsuccess = () => good(asked.result); asked.onerror = bad })
const opening = indexedDB.open("antre")
opening.onupgradeneeded = () => ["kunci", "isi"].map(where => opening.result.createObjectStore(where))
const base = done(opening).then(found => Object.assign(found, { onversionchange: () => found.close() }))
const at = async (where, job) => done(job((await base).transaction(where, "readwrite").objectStore(where)))

const own = async () => {
  let kept = await at("kunci", s => s.get(1))
  if (session && kept?.session !== session) {
    kept = { session, key: await subtle.generateKey({ name, length: 256 }, false, ["encrypt", "decrypt"]) }
    await at("isi", s => s.clear())
    await at("kunci", s => s.put(kept, 1))
  }
  return kept?.key
}

const box = make("div", { className: "warning", role: "status" })
box.append(make("p"), make("button", { textContent: again, onclick: () => flush() }))
const tell = async () => {
  localStorage.antre = count = await at("isi", s => s.count())
  box.firstChild.textContent = waits.replace("{n}", count)
  if (count) document.querySelector("main").append(box); else box.remove()
}

const mine = (form, button) => subtle && session && form.matches("main form[method=post]") &&
  !form.querySelector("[type=file],[type=password]") && button?.name !== "cari"

const keep = async (form, button) => {
  const data = [...new FormData(form)], page = location.pathname
  const url = button?.getAttribute("formaction") || form.getAttribute("action") || page
  if (button?.name) data.push([button.name, button.value])
  const iv = crypto.getRandomValues(new Uint8Array(12)), when = Date.now()
  const sealed = await subtle.encrypt({ name, iv }, await own(), new TextEncoder().encode(JSON.stringify([data, page])))
  await at("isi", s => s.put({ iv, sealed, url, when }, url))
  await tell()
}

const send = async () => {
  for (;;) {
    const [first] = (await at("isi", s => s.getAll())).sort((a, b) => a.when - b.when)
    if (!first) return
    const { iv, sealed, url, when } = first
    const [data, page] = JSON.parse(new TextDecoder().decode(await subtle.decrypt({ name, iv }, await own(), sealed)))
    // A form that was taken leads on. Only the portal's own answers name that header in their Vary.
    const { status, headers, redirected, url: next } = await fetch(url, { method: "POST",
      headers: { "HX-Request-Type": 0 }, body: new URLSearchParams(data), signal: AbortSignal.timeout?.(6e4) })
    if (status > 499 || headers.get("Retry-After") || !/hx-/i.test(headers.get("Vary")) || !redirected && !session) throw 0
    const kept = await at("isi", s => s.openCursor(url))
    if (kept?.value.when === when) kept.delete()
    await tell()
    if (!redirected) {
      // The person is to see this answer, such as the sign-in page, which brings along what was typed.
      const form = make("form", { method: "post", action: url, hidden: true })
      form.append(...data.map(([name, value]) => make("input", { name, value })))
      document.body.append(form)
      return form.submit()
    }
    if (!count && page === location.pathname) location = next
  }
}

const flush = () => {
  clearTimeout(timer)
  navigator.locks.request("antre", () => send().catch(() => { timer = setTimeout(flush, 2e4) }))
}

// A form for which there is no line now, or which comes after others that wait.
addEventListener("submit", event => {
  const { target, submitter } = event
  if (navigator.onLine && !count || !mine(target, submitter)) return
  event.preventDefault()
  event.stopImmediatePropagation()
  keep(target, submitter).then(flush)
}, true)
// gagal.js asks before it says that a form did not go through.
addEventListener("gagal", event => {
  const { form, submitter, tell } = event.detail
  if (!mine(form, submitter)) return
  event.preventDefault()
  keep(form, submitter).then(flush, tell)
})
addEventListener("online", flush)
own().then(tell).then(() => count && flush(), () => { })

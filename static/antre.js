// Stands after simpan.js. Keeps the answers of a page that were posted without a line, says so, and sends them when the
// line is back. WORDS stands above, by language.
const { waits, again, asks, look, slow, photo, leaves } = WORDS[document.documentElement.lang]
const TOKEN = document.querySelector("[name=_t]")?.value
// A phone that keeps nothing, as in a private window, is left to the form itself.
let able = true, count = 0, left, touched, timer, late, under, led = "", pause = 1e4, after = () => { }
const make = (tag, how) => Object.assign(document.createElement(tag), how)

const box = make("div", { className: "warning", role: "status" })
const says = (words, ...more) => {
  box.replaceChildren(make("p", { textContent: words }), ...more)
  document.querySelector("main").append(box)
}
// Addresses of the pages on which a photo waits. One that leads to none any more is forgotten there.
const photos = () => Object.keys(localStorage).filter(name => name.startsWith("unggah ")).map(name => {
  const place = localStorage[name]
  if (place !== location.pathname) return place
  if (!document.querySelector("[data-draft]")) localStorage.removeItem(name)
}).filter(place => TOKEN && place)
const tell = async () => {
  if (!await isFor(sessionOf(TOKEN))) return
  const found = await all(), kept = found.filter(one => !one.seen)
  found.filter(one => one.seen < Date.now() - 6e5).forEach(one => drop(one.id))  // as in sw.js
  const asked = kept.find(one => one.asks), [picture] = photos()
  const rests = kept.filter(one => !one.asks && one.rests > Date.now())
  left = kept[0]
  if (!left) caches.delete(FLAG)
  count = kept.filter(one => !one.asks).length - rests.length
  if (rests[0]) timer = setTimeout(flush, rests[0].rests - Date.now())
  if (count) says(waits.replace("{n}", count), make("button", { textContent: again, onclick: flush }))
  else if (asked) says(asks, make("button", { textContent: look, onclick: () => show(asked) }))
  else if (led) says(asks, make("a", { textContent: look, href: led }))
  else if (picture) says(photo, make("a", { textContent: look, href: picture }))
  else box.remove()
}

// The answer as it came: the service worker has it. Without one, and on a shared phone, where it is not for who comes
// next, the form is posted once more, in sight: the same key, so that nothing is done twice.
const show = async one => {
  if (navigator.serviceWorker?.controller && kindOf(sessionOf(TOKEN)) !== "b") {
    const to = new URL(one.url, location)
    to.searchParams.set("jawaban", one.when)
    return location = to
  }
  const [data] = await opens(one)
  await drop(one.id)
  const form = make("form", { method: "post", action: one.url, hidden: true })
  form.append(...data.map(([name, value]) => make("input", { type: "hidden", name, value })))
  document.body.append(form)
  form.submit()
}

const urlOf = (form, button) => button?.getAttribute("formaction") || form.getAttribute("action") || location.pathname
const mine = (form, button) => crypto.subtle && form.matches("main form[method=post]") && button?.name !== "cari" &&
  !form.querySelector("[type=file]") && mayWait([...new FormData(form)], urlOf(form, button))

const put = (form, button, rests) => {
  // Line ends as a form itself would send them, so that the same form stays the same.
  const data = [...new FormData(form)].map(([field, value]) => [field, value.replace(/\r?\n/g, "\r\n")])
  if (button?.name) data.push([button.name, button.value])
  return keep(data, urlOf(form, button), location.pathname, rests)
}
const wait = async (form, button) => {
  await put(form, button)
  touched = 0
  await tell()
  // Refused, or unknown to this browser: then pages send it.
  navigator.serviceWorker?.ready.then(({ sync }) => sync?.register("antre")).catch(() => { })
}

const flush = () => {
  clearTimeout(timer)
  const on = () => tell().then(() => { const go = after; after = () => { }; go() })
  alone(() => send(async (one, next) => {
    const here = (await opens(one))[1] === location.pathname
    if (here && !touched) after = next ? () => { location = next } : () => show(one)
    else if (next) led = next
    await tell()
  }).then(on, rest => {
    timer = setTimeout(flush, pause = Math.min(2 * pause, 6e5))
    if (rest?.size) on()
  }))
}

// A form for which there is no line now, or which comes after others that wait. One that htmx takes along now is kept
// all the same until it was answered.
addEventListener("submit", event => {
  const { target, submitter } = event
  if (/keluar$/.test(target.action) && (left || photos()[0])) {
    if (!confirm(leaves)) return event.preventDefault()
    caches.delete(FLAG)  // they know: pasang.js need not tell them
  }
  if (!able || !mine(target, submitter)) return
  if (navigator.onLine && !count) {
    if (!target.matches("[hx-post]")) return
    // A phone that cannot keep it sends it all the same, and is not told that it was kept.
    under = { form: target, kept: put(target, submitter, soon()).catch(() => { }) }
    late = setTimeout(async () => await under.kept && says(slow), 1e4)
    return
  }
  event.preventDefault()
  event.stopImmediatePropagation()
  wait(target, submitter).then(flush, () => { able = false; target.requestSubmit(submitter) })
}, true)
document.addEventListener("htmx:before:response", event => {
  if (event.detail.ctx.sourceElement !== under?.form) return
  clearTimeout(late)
  under.kept.then(kept => kept && drop(kept.id).then(tell))
})
// gagal.js asks before it says that a form did not go through.
addEventListener("gagal", event => {
  const { form, submitter, tell } = event.detail
  clearTimeout(late)
  if (!able || !mine(form, submitter)) return
  event.preventDefault()
  wait(form, submitter).then(flush, tell)
})
// What is typed after a form was put by stays on the page.
addEventListener("input", () => { touched = 1 })
addEventListener("online", () => { pause = 1e4; flush() })
own(sessionOf(TOKEN), TOKEN).then(tell).then(() => count && flush(), () => { })

// Stands after simpan.js. Keeps the answers of a page that were posted without a line, says so, and sends them when the
// line is back. WORDS stands above, by language.
const { waits, again, asks, look, sent } = WORDS[document.documentElement.lang]
const session = sessionOf(document.querySelector("[name=_t]")?.value)
let count = 0, timer, led = "", pause = 1e4, after = () => { }
const make = (tag, how) => Object.assign(document.createElement(tag), how)

const box = make("div", { className: "warning", role: "status" })
const says = (words, ...more) => {
  box.replaceChildren(make("p", { textContent: words }), ...more)
  document.querySelector("main").append(box)
}
const tell = async () => {
  const kept = await all(), asked = kept.find(one => one.asks)
  localStorage.antre = kept.length
  count = kept.filter(one => !one.asks).length
  if (count) says(waits.replace("{n}", count), make("button", { textContent: again, onclick: flush }))
  else if (asked) says(asks, make("button", { textContent: look, onclick: () => show(asked) }))
  else if (led) says(sent, make("a", { textContent: look, href: led }))
  else box.remove()
}

// Posted once more, in sight: the same key, so that nothing is done twice.
const show = async one => {
  const [data] = await opens(one)
  await drop(one.id)
  localStorage.antre = (await all()).length
  const form = make("form", { method: "post", action: one.url, hidden: true })
  form.append(...data.map(([name, value]) => make("input", { type: "hidden", name, value })))
  document.body.append(form)
  form.submit()
}

const urlOf = (form, button) => button?.getAttribute("formaction") || form.getAttribute("action") || location.pathname
const mine = (form, button) => crypto.subtle && form.matches("main form[method=post]") && button?.name !== "cari" &&
  !form.querySelector("[type=file]") && mayWait([...new FormData(form)], urlOf(form, button))

const put = async (form, button) => {
  // Line ends as a form itself would send them, so that the same form stays the same.
  const data = [...new FormData(form)].map(([field, value]) => [field, value.replace(/\r?\n/g, "\r\n")])
  if (button?.name) data.push([button.name, button.value])
  await keep(data, urlOf(form, button), location.pathname)
  await tell()
  navigator.serviceWorker?.ready.then(({ sync }) => sync?.register("antre")).catch(() => { })
}

const flush = () => {
  clearTimeout(timer)
  const on = () => tell().then(after)
  alone(() => send(async (one, next) => {
    const here = (await opens(one))[1] === location.pathname
    if (here) after = next ? () => { location = next } : () => show(one)
    else if (next) led = next
    await tell()
  }).then(on, left => {
    timer = setTimeout(flush, pause = Math.min(2 * pause, 6e5))
    if (left.size) on()
  }))
}

// A form for which there is no line now, or which comes after others that wait.
addEventListener("submit", event => {
  const { target, submitter } = event
  if (navigator.onLine && !count || !mine(target, submitter)) return
  event.preventDefault()
  event.stopImmediatePropagation()
  put(target, submitter).then(flush)
}, true)
// gagal.js asks before it says that a form did not go through.
addEventListener("gagal", event => {
  const { form, submitter, tell } = event.detail
  if (!mine(form, submitter)) return
  event.preventDefault()
  put(form, submitter).then(flush, tell)
})
addEventListener("online", () => { pause = 1e4; flush() })
own(session).then(tell).then(() => count && flush(), () => { })

// Served at the end of htmx.js, with the sentences in WORDS by language. Says that an answer did not go through, and
// offers to send it again; the form stays as it is. An answer that is not the portal's own (a proxy's error page), or
// a crash, never takes the form's place.
const { lost, down, again } = WORDS[document.documentElement.lang]
const clear = () => document.querySelector("#gagal")?.remove()
const tell = (source, submitter, words) => {
  clear()
  const form = source.closest("form") || source
  const box = Object.assign(document.createElement("div"), { id: "gagal", className: "warning", textContent: words })
  box.setAttribute("role", "alert")
  form.append(box)
  if (source === form) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: again })
    button.onclick = () => form.requestSubmit(form.contains(submitter) ? submitter : null)
    box.append(document.createElement("br"), button)
  }
  box.scrollIntoView({ block: "nearest" })
}
const on = (name, run) => document.addEventListener(name, event => event.detail.ctx && run(event.detail.ctx, event))
// Where there is no line, antre.js may keep the form instead: one that does says so by taking the event.
const said = ctx => {
  const { sourceElement: form, response, request: { submitter, headers } } = ctx
  if (headers["HX-History-Restore-Request"]) return location.reload()  // else another page's address stands over this one
  const say = () => tell(form, submitter, response?.status >= 500 ? down : lost)
  const detail = { form, submitter, tell: say }
  if (response || dispatchEvent(new CustomEvent("gagal", { cancelable: true, detail }))) say()
}
on("htmx:before:request", clear)
on("htmx:error", said)
on("htmx:before:response", (ctx, event) => {
  const { status, headers } = ctx.response
  if (status < 500 && (headers.get("HX-Redirect") || /HX-Request-Type/i.test(headers.get("Vary")))) return
  event.preventDefault()
  said(ctx)
})

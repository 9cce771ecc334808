// Who signs in on a shared phone leaves nothing on it that was there before, either: no form, no photo, no status. That is
// asked about before, where something waits, and done once they are in: pasang.js, on their first page.
const { leaves, show, hide } = WORDS[document.documentElement.lang]
document.addEventListener("submit", async event => {
  const { target: form, submitter } = event, { bersama } = form.elements
  if (!bersama || event.defaultPrevented || submitter?.matches("[formaction]")) return
  localStorage.removeItem("bersama")
  if (!bersama.checked) return
  event.preventDefault()
  const waits = await self.caches?.has("antre").catch(() => { }) || /unggah/.test(Object.keys(localStorage))
  if (waits && !confirm(leaves)) return
  localStorage.bersama = 1
  form.submit()
})
// Adds "show" beside each password; without it the form works just the same.
for (const box of document.querySelectorAll("[type=password]")) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "quiet", textContent: show })
  button.onclick = () => {
    const hidden = box.type === "password"
    box.type = hidden ? "text" : "password"
    button.textContent = hidden ? hide : show
  }
  box.after(button)
}

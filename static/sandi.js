// Who signs in on a shared phone leaves nothing on it that was there before, either: no form, no photo, no status.
document.addEventListener("submit", () => {
  if (!document.querySelector("[name=bersama]:checked")) return
  for (const name of ["antre", "unggah"]) indexedDB.deleteDatabase(name)
  localStorage.clear()
  caches.delete("terlihat")
  caches.delete("antre")
})
// Adds "show" beside each password; without it the form works just the same.
for (const box of document.querySelectorAll("[type=password]")) {
  const { show, hide } = document.currentScript.dataset
  const button = Object.assign(document.createElement("button"), { type: "button", className: "quiet", textContent: show })
  button.onclick = () => {
    const hidden = box.type === "password"
    box.type = hidden ? "text" : "password"
    button.textContent = hidden ? hide : show
  }
  box.after(button)
}

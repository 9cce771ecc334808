// Checks a card's signature on this phone, with a line or without. With one, the portal is asked as well: only it knows
// whether a card was revoked. What is signed: rules/signed_text.py, rules/cards.py, rules/departure_cards.py.
const form = document.querySelector("form[data-keys]"), box = form.querySelector("textarea"), words = form.dataset
const PURPOSE = { 6: "portal-pmi:id-cpmi:1:", 7: "portal-pmi:e-kpmi:1:" }  // by the number of parts
const keys = Object.fromEntries(words.keys.split(",").map(line => line.split(":")))
const bytes = text => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), char => char.charCodeAt(0))
const day = text => text && new Date(text.replace(/(....)(..)(..)/, "$1-$2-$3")).toLocaleDateString(document.documentElement.lang,
  { dateStyle: "long", timeZone: "UTC" })

// One of the form's words, or nothing where this browser cannot tell.
const judge = async parts => {
  const [signature] = parts.slice(-1), plain = parts.slice(0, -1).join("."), purpose = PURPOSE[parts.length]
  if (!purpose || !/^[\w-]{86}$/.test(signature)) return "garbage"
  if (!keys[parts[0]]) return "unknown"
  try {
    const key = await crypto.subtle.importKey("raw", bytes(keys[parts[0]]), "Ed25519", false, ["verify"])
    const signed = new TextEncoder().encode(purpose + plain)
    return await crypto.subtle.verify("Ed25519", key, bytes(signature), signed) ? "good" : "forged"
  } catch { return "" }
}

const blank = document.querySelector("template").content.firstElementChild, old = () => document.querySelector("#hasil")
const show = (state, parts, more) => {
  const said = blank.cloneNode(true), list = said.querySelector("dl"), [, number, registration] = parts
  const days = parts.slice(4, -1), told = { number, registration, issued: day(days[0]), until: day(days[1]) }
  if (days[1]) told.country = parts[3].replace("_", " ").toUpperCase()  // of an E-KPMI; an ID has no end, and none
  said.querySelector("b").textContent = words[state || "cannot"]
  said.querySelector("span").textContent = more
  said.firstElementChild.className = state === "good" && !more ? "notice" : "warning"
  list.hidden = said.lastElementChild.hidden = ["", "garbage"].includes(state)
  said.id = "hasil"
  for (const place of list.querySelectorAll("[data-of]")) {
    place.textContent = told[place.dataset.of]
    place.hidden = place.previousElementSibling.hidden = !told[place.dataset.of]
  }
  old().replaceWith(said)
}

const ask = async () => {
  const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams({ teks: box.value }) })
  if (!answer.ok) return answer.status === 422 || Promise.reject(answer.status)
  const page = new DOMParser().parseFromString(await answer.text(), "text/html")
  old().replaceWith(page.querySelector("#hasil"))
}

const today = () => new Date(Date.now() + 7 * 36e5).toISOString().slice(0, 10).replace(/-/g, "")  // in Jakarta
const leadsElsewhere = text => {
  try {
    const { host } = new URL(text)
    return host && host !== location.host ? words.elsewhere.replace("{host}", host) : ""
  } catch { return "" }  // no address, only what it carries
}

const check = async () => {
  const text = box.value.replace(/\s/g, ""), parts = text.split("#").pop().split("."), state = await judge(parts)
  if (!state && navigator.onLine) return form.submit()
  const wrong = [leadsElsewhere(text), state === "good" && parts.length === 7 && parts[5] < today() ? words.expired : ""]
    .join(" ").trim()
  show(state, parts, wrong)
  await ask().catch(() => show(state, parts, `${wrong} ${state === "good" ? words.alone : ""}`.trim()))
}

form.addEventListener("submit", event => { event.preventDefault(); check() })
if (location.hash.length > 9) { box.value = location.href; check() }

// Help, the check of cards, the last status that was looked at, and a page that says there is no line: for offline. Forms
// that did not go through, for later. VERSION, SHELL and simpan.js stand above it; another version has another cache, and
// takes over at once. Nothing of signed-in pages is kept.
const SEEN = "terlihat", STATUS = "/status", { origin } = location
const HERE = "/luring", WAITS = HERE + "/kiriman", TOKEN = ""
const PAGES = [HERE, WAITS, HERE + "/bantuan", HERE + "/kartu"]

const fill = async () => (await caches.open(VERSION)).addAll([...SHELL, ...PAGES])

// 203: not from the portal just now. So no page takes it for a sign of who is signed in (pasang.js).
const page = (html, policy, when = "") => new Response(html, { status: 203, headers: {
  "Content-Type": "text/html;charset=utf-8", "Content-Security-Policy": policy, Date: when } })

// The copy brings neither scripts nor the birth date that its form would ask again with. None of what somebody sees who is
// signed in on a shared phone.
const copy = async answer => {
  if (answer.headers.has("Shared-Phone")) return
  const html = (await answer.text()).replace(/<script.*?<\/script>|<input type=hidden name="?lahir[^>]*>/g, "")
  const { headers } = answer
  await (await caches.open(SEEN)).put(STATUS, page(html, headers.get("Content-Security-Policy"), headers.get("Date")))
}

const offline = async ({ method, url }) => {
  const place = method === "GET" && new URL(url).pathname
  const seen = place === STATUS && await caches.match(STATUS)
  if (!seen) return await caches.match(HERE + place) || caches.match(HERE)
  const html = await seen.text(), lang = /<html lang=(\w+)/.exec(html)[1]
  const when = new Date(seen.headers.get("Date")).toLocaleString(lang, { dateStyle: "long", timeStyle: "short" })
  const said = `<p class=warning role=status>${WORDS[lang].seen.replace("{when}", when)}</p>`
  return new Response(html.replace(/<main.*?>/, tag => tag + said), seen)
}

const open = async event => {
  const { request } = event, { pathname, searchParams } = new URL(request.url), seen = searchParams.get("jawaban")
  let answer = seen && await answered(seen).catch(() => { })  // there no more: the portal answers
  if (answer) return answer
  const preloaded = event.preloadResponse?.catch(() => { })  // given up by the browser: that is no want of a line
  try { answer = await preloaded || await fetch(request) } catch { return offline(request) }
  if (request.method === "POST" && pathname === STATUS && answer.ok) event.waitUntil(copy(answer.clone()))
  if (pathname === "/bahasa") event.waitUntil(fill().catch(() => { }))  // the pages in the other language stay
  return answer
}

// The answer to a form that waited, to whoever asks for it first, and for ten minutes more: a page that can be loaded
// again, but not the secret code in it to who looks through the phone's history later.
const answered = async when => {
  const found = (await all()).find(one => one.asks && one.when == when && !(one.seen < Date.now() - 6e5))
  await store({ seen: Date.now(), ...found })
  const [, , html, policy] = await opens(found)
  return page(html, policy)
}

// Done, unless whoever sent it is gone, back or away, before the answer came: then it waits for them.
// One that breaks off is no answer: then this fails, and the form rests where it is.
const settle = async (event, kept, answer) => {
  const seen = answer.status && await answeredBy(kept, answer)
  return !seen || await clients.get(event.resultingClientId) ? drop(kept.id) : store(seen)
}

// A form: read first, since not every browser sends on a body that was copied; and kept before it is sent. One that does
// not go through waits: the page that says so is one of its session's pages.
const post = async event => {
  const { url } = event.request, data = [...new URLSearchParams(await event.request.text())]
  const place = url.slice(origin.length), from = new URL(url).pathname
  const kept = mayWait(data, place) && await keep(data, place, from, soon()).catch(() => { })  // no store: just sent
  registration.sync?.register("antre").catch(() => { })  // refused: then pages send it
  try {
    const answer = await fetch(url, { method: "POST", body: new URLSearchParams(data), redirect: "manual" })
    // A proxy's page is no answer, and neither is that of a portal which is being set up anew.
    if (!kept || answer.status < 502) {
      if (kept) event.waitUntil(settle(event, kept, answer.clone()))
      return answer
    }
  } catch { if (!kept) return offline(event.request) }
  await keep(data, place, from)
  const waits = await caches.match(WAITS), [token] = /^[\w.-]*/.exec(valueOf(data, "_t") || "")
  return new Response(`${await waits.text()}<input type=hidden name=_t value=${token}>`, waits)
}

// `own`: what is kept under this name. For an older copy's stylesheet the present one serves as well.
const shell = async (request, own) =>
  await caches.match(request) || fetch(request).catch(() => caches.match(own))

addEventListener("install", event => event.waitUntil(fill().then(() => skipWaiting())))
addEventListener("activate", event => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name[11] && name !== VERSION) await caches.delete(name)
  await registration.navigationPreload?.enable()
  await clients.claim()
})()))
// The line is back, and no page of ours is open to send what waits. The browser asks again where something is left.
addEventListener("sync", event => event.waitUntil((async () => {
  if (!(await clients.matchAll()).length) await alone(() => send())
  if ((await all()).some(one => !one.asks)) throw "antre"
})()))
addEventListener("fetch", event => {
  const { request } = event, { pathname } = new URL(request.url)
  const own = SHELL.find(path => path.endsWith(/\/[^/]*$/.exec(request.url)))
  if (!request.url.startsWith(origin)) return
  if (request.mode === "navigate") {
    // The browser's own way back to what answered a sign-in is not for us to stand in.
    const form = /urlencoded/.test(request.headers.get("Content-Type")) && !NOW.test(pathname)
    if (request.method === "GET" || /^.(status|bahasa)$/.test(pathname)) event.respondWith(open(event))
    // Never one that another site's page posts here.
    else if (form && request.referrer.startsWith(origin + "/")) event.respondWith(post(event))
  } else if (own) event.respondWith(shell(request, own))
})

// Help, the check of cards, the last status that was looked at, and a page that says there is no line: for offline. Forms
// that did not go through, for later. VERSION, SHELL and simpan.js stand above it; another version has another cache, and
// takes over at once. Nothing of signed-in pages is kept.
const SEEN = "terlihat", STATUS = "/status", GIVEN = [STATUS, "/bahasa"], { origin } = location
const WAITS = "/luring/kiriman"
const PAGES = { "/luring": "/luring", "/bantuan": "/luring/bantuan", "/kartu": "/luring/kartu", [WAITS]: WAITS }

const fill = async () => {
  const cache = await caches.open(VERSION)
  await cache.addAll(SHELL)
  await Promise.all(Object.entries(PAGES).map(async ([path, from]) => {
    const answer = await fetch(from)
    if (!answer.ok) throw answer.status
    await cache.put(path, answer)
  }))
}

// The copy brings neither scripts nor the birth date that its form would ask again with.
const copy = async answer => {
  const html = (await answer.text()).replace(/<script.*?<\/script>|<input type=hidden name="?lahir[^>]*>/g, "")
  const { headers } = answer
  await (await caches.open(SEEN)).put(STATUS, new Response(html, { headers: {
    "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": headers.get("Content-Security-Policy"),
    Date: headers.get("Date") } }))
}

const offline = async ({ method, url }) => {
  const { pathname } = new URL(url), asked = method === "GET"
  const seen = asked && pathname === STATUS && await caches.match(STATUS, { cacheName: SEEN })
  if (!seen) return await caches.match(asked && PAGES[pathname] ? pathname : "/luring", { cacheName: VERSION }) || Response.error()
  const html = await seen.text(), lang = /<html lang=(\w+)/.exec(html)[1]
  const when = new Date(seen.headers.get("Date")).toLocaleString(lang, { dateStyle: "long", timeStyle: "short" })
  const said = `<p class=warning role=status>${WORDS[lang].seen.replace("{when}", when)}</p>`
  return new Response(html.replace(/<main.*?>/, tag => tag + said), { headers: seen.headers })
}

const fieldsOf = async request => [...new URLSearchParams(await request.text())]
const placeOf = request => request.url.slice(origin.length)

// What may not wait, the browser itself offers to send again.
const wait = async request => {
  const data = await fieldsOf(request)
  if (!mayWait(data, placeOf(request))) throw 0
  await keep(data, placeOf(request), new URL(request.url).pathname)
  registration.sync?.register("antre").catch(() => { })
  return caches.match(WAITS, { cacheName: VERSION })
}

const open = async event => {
  const { request } = event, { pathname } = new URL(request.url)
  const form = request.method === "POST" && !GIVEN.includes(pathname) && request.clone()
  let answer
  try { answer = await event.preloadResponse || await fetch(request) } catch {
    return form ? wait(form).catch(() => Response.error()) : offline(request)
  }
  if (request.method === "POST" && pathname === STATUS && answer.ok) event.waitUntil(copy(answer.clone()))
  if (pathname === "/bahasa") event.waitUntil(fill().catch(() => { }))
  // Posted by hand before its turn came: it waits no longer.
  if (form && answer.status < 500) event.waitUntil(fieldsOf(form).then(data => drop(idOf(data, placeOf(form)))).catch(() => { }))
  return answer
}

const style = async request => {
  const name = request.url.split("/").pop(), kept = await caches.match(request, { cacheName: VERSION })
  return kept || fetch(request).catch(async () => {
    const other = SHELL.find(path => path.endsWith(name))  // an older copy's stylesheet: the present one serves as well
    return other && await caches.match(other) || Response.error()
  })
}

addEventListener("install", event => event.waitUntil(fill().then(() => skipWaiting())))
addEventListener("activate", event => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name !== VERSION && name !== SEEN) await caches.delete(name)
  await registration.navigationPreload?.enable()
  await clients.claim()
})()))
// The line is back, and no page of ours is open to send what waits.
addEventListener("sync", event => event.waitUntil(
  clients.matchAll().then(pages => pages.length || alone(() => send()))))
addEventListener("fetch", event => {
  const { request } = event, { pathname, origin: theirs } = new URL(request.url)
  if (theirs !== origin) return
  if (request.mode === "navigate") {
    const form = /urlencoded/.test(request.headers.get("Content-Type")) && !NOW.test(pathname)
    if (request.method === "GET" || form || GIVEN.includes(pathname)) event.respondWith(open(event))
  } else if (/^\/s\/.*(css|svg|(kartu|antre|pasang).js)$/.test(pathname)) event.respondWith(style(request))
})

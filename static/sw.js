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

const open = async event => {
  const { request } = event, { pathname } = new URL(request.url)
  let answer
  const preloaded = event.preloadResponse?.catch(() => { })  // given up by the browser: that is no want of a line
  try { answer = await preloaded || await fetch(request) } catch { return offline(request) }
  if (request.method === "POST" && pathname === STATUS && answer.ok) event.waitUntil(copy(answer.clone()))
  if (pathname === "/bahasa") event.waitUntil(fill().catch(() => { }))
  return answer
}

// A form: read first, since not every browser sends on a body that was copied. One that does not go through waits; what
// may not wait, the browser itself offers to send again.
const post = async event => {
  const { url, headers, referrer, signal } = event.request, body = await event.request.text()
  const data = [...new URLSearchParams(body)], place = url.slice(origin.length)
  try {
    const answer = await fetch(url, { method: "POST", body, referrer, signal, redirect: "manual",
      headers: { "Content-Type": headers.get("Content-Type") } })
    // Posted by hand before its turn came: it waits no longer.
    if (answer.status < 500) event.waitUntil(drop(idOf(data, place)).catch(() => { }))
    return answer
  } catch {
    if (signal.aborted || !mayWait(data, place)) return Response.error()
  }
  try { await keep(data, place, new URL(url).pathname) } catch { return Response.error() }
  registration.sync?.register("antre").catch(() => { })
  return caches.match(WAITS, { cacheName: VERSION })
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
    if (request.method === "GET" || GIVEN.includes(pathname)) event.respondWith(open(event))
    else if (form) event.respondWith(post(event))
  } else if (/^\/s\/.*(css|svg|(kartu|antre|pasang).js)$/.test(pathname)) event.respondWith(style(request))
})

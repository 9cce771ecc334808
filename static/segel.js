// A store of this phone's own: what lies in it is sealed by a key that never leaves the phone. A form's `_t` tells which
// session it belongs to; what another session left is thrown away. What nobody who is signed in left goes over to who
// signs in. A form without one, such as for an appointment, belongs to whoever has the phone, if it is their own.
const sessionOf = token => token?.split(".")[0] || ""
// 'a': nobody is signed in; 'p': somebody, on a phone of their own; 'b': on a shared one (portal/web/security.py).
const kindOf = session => atob(session.slice(0, 4))[1] || "a"
const vault = base => {
  const { subtle } = crypto, name = "AES-GCM"
  let opening
  const opened = () => opening ||= new Promise((good, bad) => {
    const asked = indexedDB.open(base), forget = () => { opening = null }
    asked.onupgradeneeded = () => ["kunci", "isi"].map(where => asked.result.createObjectStore(where))
    asked.onerror = () => bad(forget())
    asked.onsuccess = () => good(Object.assign(asked.result, {
      onclose: forget, onversionchange: () => forget(asked.result.close()) }))
  })
  const done = asked => new Promise((good, bad) => { asked.onsuccess = () => good(asked.result); asked.onerror = bad })
  const at = async (where, job) => done(job((await opened()).transaction(where, "readwrite").objectStore(where)))
  const kept = () => at("kunci", s => s.get(1))
  // `fresh`: a page that has just come, whose session is the one that there is now. An older tab's form clears nothing,
  // and neither does a page that names no session.
  const own = (session, fresh) => navigator.locks.request(base + " kunci", async () => {
    const had = await kept(), adopted = had && kindOf(had.session) === "a"
    if (had && (kindOf(session) === "a" ? await isFor(session) : had.session === session)) return had.key
    if (had && !adopted && !fresh) throw session
    const key = adopted ? had.key : await subtle.generateKey({ name, length: 256 }, false, ["encrypt", "decrypt"])
    if (!adopted) await at("isi", s => s.clear())
    await at("kunci", s => s.put({ session, key }, 1))
    return key
  })
  // What somebody left on a shared phone is for the pages of their session only: whoever comes next sees none of it.
  const isFor = async session => {
    const had = await kept()
    return !had || had.session === session || kindOf(had.session) !== "b"
  }
  // By a session's own key, else by the one that there is.
  const seal = async (bytes, key) => {
    const iv = crypto.getRandomValues(new Uint8Array(12))
    return { iv, sealed: await subtle.encrypt({ name, iv }, key || (await kept()).key, bytes) }
  }
  const unseal = async ({ iv, sealed }) => subtle.decrypt({ name, iv }, (await kept()).key, sealed)
  return { at, own, isFor, seal, unseal }
}

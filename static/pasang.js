// Rides at the end of scripts that pages load anyway, and alone on all others. Once the page is painted: the service
// worker, the answers that wait for a signal, and, once somebody is signed in no longer, no trace of who was. If something
// waited, that is told. None of who was before, either, once somebody is signed in on a shared phone, which sandi.js has
// asked about.
const leads = to => document.querySelector(`nav [href="/akun${to}"]`)
// A phone that has no worker, or no line for a script, goes on without.
const settle = () => {
  navigator.serviceWorker?.register("/sw.js", { updateViaCache: "all" }).catch(() => { })
  const inside = leads("")
  if (inside ? localStorage.bersama : localStorage.masuk && leads("/masuk") &&
    performance.getEntriesByType("navigation")[0]?.responseStatus === 200) {
    localStorage.clear();
    ["antre", "unggah"].map(name => indexedDB.deleteDatabase(name))
    caches.delete("terlihat")
    caches.delete("antre").then(had => had && !inside && (location = "/akun/masuk" + (location.search || "?") + "&hilang"))
  }
  if (inside) localStorage.masuk = 1
  const queue = had => had && import(ANTRE).catch(() => { })
  queue(/unggah|#.pendaftaran./.test(Object.keys(localStorage) + "#" + location.pathname))
  self.caches?.has("antre").then(queue, () => { })
}
const soon = () => (window.requestIdleCallback || setTimeout)(settle)
document.readyState === "complete" ? soon() : addEventListener("load", soon)

// Rides at the end of scripts that pages load anyway, and alone on all others. Once the page is painted: the service
// worker, the answers that wait for a signal, and, once somebody is signed in no longer, no trace of who was. If something
// waited, that is told.
const load = performance.getEntriesByType("navigation")[0], leads = to => document.querySelector(`nav [href="${to}"]`)
// A phone that has no worker, or no line for a script, goes on without.
const settle = () => {
  navigator.serviceWorker?.register("/sw.js", { updateViaCache: "all" }).catch(() => { })
  if (leads("/akun")) localStorage.masuk = 1
  else if (localStorage.masuk && load?.responseStatus === 200 && leads("/akun/masuk")) {
    localStorage.clear()
    for (const name of ["antre", "unggah"]) indexedDB.deleteDatabase(name)
    caches.delete("terlihat")
    caches.delete("antre").then(had => had && (location = "/akun/masuk" + (location.search || "?") + "&hilang"))
  }
  const queue = waits => waits && import(ANTRE).catch(() => { })
  queue(/unggah|#.pendaftaran./.test(Object.keys(localStorage) + "#" + location.pathname))
  self.caches?.has("antre").then(queue, () => { })
}
const soon = () => (window.requestIdleCallback || setTimeout)(settle)
document.readyState === "complete" ? soon() : addEventListener("load", soon)

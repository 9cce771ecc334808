// Rides at the end of scripts that pages load anyway, and alone where people begin. Once the page is painted: the service
// worker, the answers that wait for a signal, and, where nobody is signed in, no trace of who was.
const here = location.pathname, load = performance.getEntriesByType("navigation")[0]
const settle = () => {
  navigator.serviceWorker?.register("/sw.js", { updateViaCache: "all" }).catch(() => { })
  if (load?.responseStatus === 200 && document.querySelector('nav [href="/akun/masuk"]')) {
    for (const name of ["antre", "unggah"]) indexedDB.deleteDatabase(name)
    delete localStorage.antre
  } else if (+localStorage.antre || here.startsWith("/pendaftaran/")) import(ANTRE).catch(() => { })
}
const soon = () => (window.requestIdleCallback || setTimeout)(settle)
if (document.readyState === "complete") soon(); else addEventListener("load", soon)

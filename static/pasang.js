// Rides at the end of scripts that pages load anyway, and alone where people begin. Once the page is painted: the service
// worker, and, where nobody is signed in, no trace of who was. antre.js, which keeps answers until the line returns, is
// not loaded yet: what it kept was not sent by itself once all parts came together.
const load = performance.getEntriesByType("navigation")[0]
const settle = () => {
  navigator.serviceWorker?.register("/sw.js", { updateViaCache: "all" }).catch(() => { })
  if (load?.responseStatus === 200 && document.querySelector('nav [href="/akun/masuk"]')) {
    for (const name of ["antre", "unggah"]) indexedDB.deleteDatabase(name)
    delete localStorage.antre
  }
}
const soon = () => (window.requestIdleCallback || setTimeout)(settle)
if (document.readyState === "complete") soon(); else addEventListener("load", soon)

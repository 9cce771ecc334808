// Stands after segel.js. Sends a photo by tus: shrunk first, in pieces, and on after a cut, a reload or a switched-off
// phone.
const form = document.querySelector('form[data-draft]'), say = form.querySelector('[role=status]'),
  bar = say.querySelector('progress'), words = say.querySelector('span'), box = form.querySelector('[type=file]'),
  { left, wait: waits, here, enter } = say.dataset,
  { draft, code, token, then } = form.dataset, key = draft + '/' + code,
  tus = { 'Tus-Resumable': '1.0.0', ...token && { Authorization: 'Bearer ' + token } },
  wait = ms => new Promise(go => { setTimeout(go, ms); addEventListener('online', go, { once: true }) })

// One photo a document lies in the phone's own store, sealed, until the server has all of it.
// A link's photo belongs to whoever has the phone: its session may be over when the phone is on again.
const { at, own, seal, unseal } = vault('unggah'), session = token ? '' : sessionOf(form.querySelector('[name=_t]').value)
const keep = async kept => {
  const { photo, url } = kept
  try {
    kept.shut ||= await seal(await photo.arrayBuffer(), await own(session))
    await at('isi', s => s.put({ ...kept.shut, type: photo.type, url }, key))
    localStorage['unggah ' + key] = location.pathname  // other pages say that it waits, and lead here
  } catch { kept.onlyHere = 1 }  // no store: it is sent, and would not outlive a reload
}
const forget = () => {
  localStorage.removeItem('unggah ' + key)
  return at('isi', s => s.delete(key)).catch(() => { })  // no store on this phone, as in a private window: nothing in it
}
const kept = async () => {
  await own(session, session)
  const shut = await at('isi', s => s.get(key))
  return shut && { shut, url: shut.url, photo: new Blob([await unseal(shut)], { type: shut.type }) }
}

// Given up: the phone forgets it as well, else it would begin anew.
let given = false
addEventListener('submit', event => {
  if (!/\/batal\//.test(event.target.action)) return
  event.preventDefault()
  given = true
  forget().then(() => event.target.submit())
})

async function shrink(file) {
  if (!file.type.startsWith('image/')) return file
  const line = navigator.connection || {}, [page] = performance.getEntriesByType('navigation'),
    slow = line.saveData || /2g/.test(line.effectiveType) || line.downlink < 1 ||
      page.responseStart - page.requestStart > 400,  // milliseconds: not every browser tells the line, all have felt it
    most = slow ? 2e5 : 25e4
  let side = slow ? 1280 : 1600, quality = slow ? .6 : .7, small = file
  try {
    const picture = await createImageBitmap(file, { imageOrientation: 'from-image' })
    for (let turn = 0; turn < 6; turn++) {
      const scale = Math.min(1, side / Math.max(picture.width, picture.height)), canvas = document.createElement('canvas')
      canvas.width = Math.round(picture.width * scale)
      canvas.height = Math.round(picture.height * scale)
      canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height)
      small = await new Promise(good => canvas.toBlob(good, 'image/jpeg', quality)) || file
      if (small.size <= most) break
      if (quality > .5) quality -= .1; else side *= .85
    }
  } catch { return file }
  return small.size < file.size ? small : file
}

function show(done, all) {
  say.hidden = false
  bar.value = 100 * done / all
  words.textContent = left + ' ' + Math.ceil((all - done) / 1024) + ' KB'
}

const base64 = text => btoa(String.fromCharCode(...new TextEncoder().encode(text)))

async function ask(method, url, headers, body) {
  const stop = new AbortController(), late = setTimeout(() => stop.abort(), 60e3)
  try { return await fetch(url, { method, headers: { ...tus, ...headers }, body, signal: stop.signal }) }
  finally { clearTimeout(late) }
}

async function send(one) {
  const { photo } = one, button = form.querySelector('button')
  let { url } = one
  button.disabled = true  // one at a time: the next one would take its place on the phone
  let piece = 16384, rest = 1000, done = -1
  while (!given) {
    try {
      let answer
      if (!url) {
        answer = await ask('POST', '/unggah', { 'Upload-Length': photo.size, 'Upload-Metadata':
          `draft ${base64(draft)},code ${base64(code)}` })
        if (answer.status == 201) { url = answer.headers.get('Location'); done = 0; one.url = url; await keep(one) }
      } else if (done < 0) {
        answer = await ask('HEAD', url)
        done = answer.ok ? +answer.headers.get('Upload-Offset') : -1
        if (answer.status == 404 || answer.status == 410) { url = ''; continue }
      } else {
        const began = performance.now()
        answer = await ask('PATCH', url, { 'Upload-Offset': done, 'Content-Type': 'application/offset+octet-stream' },
          photo.slice(done, done + piece))
        if (answer.ok) {
          done = +answer.headers.get('Upload-Offset')
          piece = Math.max(8192, Math.min(262144, piece * 4000 / (performance.now() - began))) | 0  // four seconds each
        } else done = -1
      }
      // The session, or the link, is over: what it left here is not kept for another one.
      if (answer.status == 401) {
        await forget()
        if (token) return location.reload()
        button.disabled = false
        words.textContent = await answer.text()
        const way = { textContent: enter, href: '/akun/masuk?lanjut=' + location.pathname }
        return say.append(' ', Object.assign(document.createElement('a'), way))
      }
      if (answer.status == 404 && !url) { await forget(); return location.reload() }  // no longer ours to send
      if (answer.status == 507 || answer.status == 429) throw await answer.text()
      if ([403, 413, 422].includes(answer.status)) {
        await forget()
        button.disabled = false
        return words.textContent = await answer.text()
      }
      if (answer.ok) rest = 1000
      show(Math.max(done, 0), photo.size)
      if (done == photo.size) { await forget(); return then ? location = then : location.reload() }
      if (!answer.ok && answer.status != 409) throw answer.status
    } catch (full) {
      done = -1
      say.hidden = false
      words.textContent = full.trim ? full : one.onlyHere ? here : waits
      await wait(rest = Math.min(rest * 2, full.trim ? 60e3 : 8e3))
    }
  }
}

form.addEventListener('submit', async event => {
  const file = box.files[0]
  if (!file) return
  event.preventDefault()
  form.querySelector('button').disabled = true
  show(0, file.size)
  const one = { photo: await shrink(file), url: '' }
  await keep(one)
  send(one)
})

kept().then(one => one && send(one), () => { })

// node upload.js ENDPOINT COOKIE DRAFT CODE FILE: sends the file with tus-js-client, through whatever the line does.
const fs = require('fs')
const tus = require('tus-js-client')

const [endpoint, cookie, draft, code, file] = process.argv.slice(2)
const upload = new tus.Upload(fs.createReadStream(file), {
  endpoint,
  headers: { Cookie: cookie },
  metadata: { draft, code },
  uploadSize: fs.statSync(file).size,
  chunkSize: 1024 * 1024,
  retryDelays: Array(200).fill(20),
  onError(error) { console.error(String(error)); process.exit(1) },
  onSuccess() { console.log('done'); process.exit(0) },
})
upload.start()

import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort, whileRunning } from './service.ts'

/** Returns access lines as nginx of Debian writes them: the format `combined`. */
export const nginxLines = (): Promise<string> =>
  accessLines(
    (folder, port) => `
daemon off;
user root;
error_log ${folder}/error.log;
pid ${folder}/pid;
events {}
http {
  access_log ${folder}/access.log combined;
  server {
    listen 127.0.0.1:${port};
    root ${folder}/site;
    location = /old { return 301 /items; }
    location = /broken { return 503; }
  }
}
`,
    (config) => ['nginx', '-e', 'stderr', '-c', config],
  )

/** Returns access lines as Apache of Debian writes them: of a site, the format `combined`, and of other sites, `vhost_combined`. */
export const apacheLines = (): Promise<string> =>
  accessLines(
    (folder, port) => `
ServerRoot ${folder}
ServerName shop.test
PidFile ${folder}/pid
ErrorLog ${folder}/error.log
Listen 127.0.0.1:${port}
LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
LoadModule alias_module /usr/lib/apache2/modules/mod_alias.so
LogFormat "%h %l %u %t \\"%r\\" %>s %O \\"%{Referer}i\\" \\"%{User-Agent}i\\"" combined
LogFormat "%v:%p %h %l %u %t \\"%r\\" %>s %O \\"%{Referer}i\\" \\"%{User-Agent}i\\"" vhost_combined
CustomLog ${folder}/access.log combined
CustomLog ${folder}/access.log vhost_combined
DocumentRoot ${folder}/site
Redirect 301 /old /items
Redirect 503 /broken
`,
    (config) => ['apache2', '-D', 'FOREGROUND', '-f', config],
  )

async function accessLines(
  configOf: (folder: string, port: number) => string,
  commandOf: (config: string) => [string, ...string[]],
): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'formats-web-'))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const config = join(folder, 'server.conf')
  mkdirSync(join(folder, 'site'))
  writeFileSync(join(folder, 'site/items'), 'items')
  writeFileSync(config, configOf(folder, port))
  await whileRunning(commandOf(config), { cwd: folder, url: `${url}/items` }, async () => {
    for (const path of ['/nothing?id=4711', '/old', '/broken'])
      await (await fetch(url + path, { redirect: 'manual' })).arrayBuffer()
    await sendNonsense(port)
  })
  const lines = readFileSync(join(folder, 'access.log'), 'utf8')
  rmSync(folder, { recursive: true })
  return lines
}

/** Begins TLS where none is spoken, as scanners do: the line has no method. */
async function sendNonsense(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1')
  socket.end(Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x0d, 0x0a, 0x0d, 0x0a])).resume()
  await once(socket, 'close')
}

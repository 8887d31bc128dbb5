import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { freePort, whileRunning } from './service.ts'

/** Of npm: they are no dependencies of this repository. */
const PACKAGES = ['next@16.4.6', 'react@19', 'react-dom@19']

const FILES = {
  'package.json': '{ "name": "shop", "private": true, "type": "module" }',
  'app/layout.js': `export default function Layout({ children }) {
  return <html><body>{children}</body></html>
}
`,
  'app/items/[id]/page.js': `export default async function Item({ params }) {
  const { id } = await params
  console.log(\`item \${id} looked at\`)
  return <p>item {id}</p>
}
`,
  'app/broken/page.js': `export const dynamic = 'force-dynamic'
export default function Broken() {
  throw new Error('stock service does not answer')
}
`,
} as const

/** Returns what `next dev` writes of a small app, with a page that is not there and one that throws. */
export async function nextLines(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'formats-next-'))
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(join(folder, dirname(name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--prefix', folder, ...PACKAGES], { stdio: 'ignore' })
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const next = join(folder, 'node_modules/next/dist/bin/next')
  const command = [process.execPath, next, 'dev', '-H', '127.0.0.1', '-p', String(port)] as const
  const output = await whileRunning([...command], { cwd: folder, url: `${url}/items/4711` }, async () => {
    for (const path of ['/items/4712', '/broken', '/nothing']) await (await fetch(url + path)).arrayBuffer()
  })
  rmSync(folder, { recursive: true })
  return output.replaceAll(String(port), '3000')
}

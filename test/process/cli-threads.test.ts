import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writePinoFile } from '../../bench/cli/pino-file.js'
import { root } from '../support/root.js'
import { LONG } from '../support/tier.js'

/** More than is read before threads are there. */
const BYTES = 8_600_000
const STACK = 'it broke: TypeError: x is not a function\n    at run (app.js:1:2)\n    at main (app.js:3:4)\n'

describe('threads of the command line', () => {
  let folder: string
  let file: string
  let alone: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lipservice-threads-'))
    file = join(folder, 'app.log')
    writePinoFile(file, BYTES)
    await writeFile(file, (await readFile(file, 'utf8')).replace(/^(?=.*"level":50)/gm, STACK))
    await cp(join(root, 'dist/cli'), join(folder, 'cli'), { recursive: true })
    await writeFile(join(folder, 'package.json'), '{"type":"module"}')
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
    alone = (await analyze([], ['--threads', '1', file])).out
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  async function analyze(node: readonly string[], args: readonly string[], input?: string) {
    const cli = join(folder, 'cli', 'lipservice.js')
    const child = spawn(process.execPath, [...node, cli, 'analyze', '--json', ...args])
    const [out, err, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'close'),
      input === undefined ? child.stdin.end() : pipeline(createReadStream(input), child.stdin),
    ])
    return { code, err, out }
  }
  const named = (out: string) => ({ ...JSON.parse(out), files: [] })

  it('come to what one comes to', async () => {
    expect(JSON.parse(alone)).toMatchObject({ formats: { pino: expect.any(Number), text: expect.any(Number) } })
    expect(await analyze([], ['--threads', '3', file])).toEqual({ code: 0, err: '', out: alone })
  })

  it.runIf(LONG)('come to the same of a pipe, and of what is compressed', async () => {
    const zipped = join(folder, 'app.log.gz')
    await writeFile(zipped, gzipSync(await readFile(file), { level: 1 }))
    for (const [path, input] of [[zipped], ['-', file]] as const) {
      const { code, err, out } = await analyze([], ['--threads', '2', path!], input)
      expect({ code, err }).toEqual({ code: 0, err: '' })
      expect(named(out)).toEqual(named(alone))
    }
  })

  it.runIf(LONG)('are done without where Node.js allows none', async () => {
    const { code, out } = await analyze(['--permission', '--allow-fs-read=*'], ['--threads', '2', file])
    expect({ code, out }).toEqual({ code: 0, out: alone })
  })

  it('are done without where their file is not there', async () => {
    await rm(join(folder, 'cli', 'count-worker.js'))
    expect(await analyze([], ['--threads', '2', file])).toEqual({ code: 0, err: '', out: alone })
  })
})

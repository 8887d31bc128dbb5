import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { root } from '../support/root.js'

const run = promisify(execFile)
const cli = `"${process.execPath}" "${join(root, 'dist/cli/lipservice.js')}"`
const line = '{"level":50,"msg":"payment failed"}'

describe('the command line in a pipe', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lipservice-pipes-'))
    await writeFile(join(folder, 'app.log'), `${line}\n`.repeat(50_000))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  /** Prints the exit code of the command line behind what comes out of the pipe. */
  const sh = (command: string) => run('bash', ['-c', command], { cwd: folder })

  it('tail ends quietly when nobody reads any more, although the program in front goes on', async () => {
    const { stdout, stderr } = await sh(`yes '${line}' | ${cli} tail | head -2; echo "\${PIPESTATUS[1]}"`)
    expect(stdout).toBe(`${line}\n${line}\n0\n`)
    expect(stderr).toMatch(/^lipservice: [\d,.KM]+ of [\d,.KM]+ lines passed.*\n$/)
  })

  it('analyze ends quietly when nobody reads any more', async () => {
    const { stdout, stderr } = await sh(`${cli} analyze app.log | head -1; echo "\${PIPESTATUS[0]}"`)
    expect({ stdout, stderr }).toEqual({ stdout: '\n0\n', stderr: '' })
  })

  it('tail passes what is kept, byte for byte, through a pipe that is slower', async () => {
    const { stdout } = await sh(`${cli} tail --quiet < app.log | (sleep 1; cmp - app.log && echo same)`)
    expect(stdout).toBe('same\n')
  })
})

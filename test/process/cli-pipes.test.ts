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

  it('tail passes lines where nobody reads complaints', async () => {
    const { stdout } = await sh(`(sleep 1; cat app.log) | ${cli} tail 2> >(exec true) | cmp - app.log && echo same`)
    expect(stdout).toBe('same\n')
  })

  it('tail says so when it cannot write', async () => {
    const failing = sh(`${cli} tail < app.log > /dev/full`)
    await expect(failing).rejects.toMatchObject({
      code: 1,
      stderr: 'lipservice: standard output cannot be written: ENOSPC\n',
    })
  })

  it('tail told to end by SIGTERM passes what comes within two seconds, and leaves its summary', async () => {
    const { stdout, stderr } = await sh(
      `mkfifo in; ${cli} tail < in & exec 3> in; echo '${line}' >&3; sleep 1; kill -TERM $!; sleep 0.3; echo '${line}' >&3; exec 3>&-; wait $!; echo $?`,
    )
    expect(stdout).toBe(`${line}\n${line}\n143\n`)
    expect(stderr).toContain('2 of 2 lines passed')
  })

  it('tail passes what is kept, byte for byte, through a pipe that is slower', async () => {
    const { stdout } = await sh(`${cli} tail --quiet < app.log | (sleep 1; cmp - app.log && echo same)`)
    expect(stdout).toBe('same\n')
  })
})

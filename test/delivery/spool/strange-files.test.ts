import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createErrorSpool, type ErrorSpool } from '../../../src/delivery/spool/error-spool.js'
import { formatSegmentName } from '../../../src/delivery/spool/segment-name.js'
import { type SpoolFiles, systemFiles } from '../../../src/delivery/spool/spool-files.js'
import { ManualClock, seededRandom } from '../../../src/testing.js'
import { recordingDiag } from '../../support/quiet-diag.js'
import { errorFrame, owners, readAll } from '../../support/spool-under-test.js'

const POSIX = process.platform !== 'win32'
const IS_ROOT = process.getuid?.() === 0
const GIB = 1024 ** 3
const MOST_AT_ONCE = 17 * 1024 * 1024
const MAX_NAMES = 4_096

describe.runIf(POSIX)('whatever lies in the directory of a spool', () => {
  let directory: string
  let serial = 0
  /** The longest stretch that was asked for at once: all of it may be in memory. */
  let longestRead: number
  let said: readonly string[]

  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'lipservice-strange-'))
    longestRead = 0
  })
  afterEach(() => {
    rmSync(directory, { recursive: true, force: true })
  })

  const files: SpoolFiles = {
    ...systemFiles,
    async read(file, position, length) {
      longestRead = Math.max(longestRead, length)
      return systemFiles.read(file, position, Math.min(length, MOST_AT_ONCE))
    },
  }
  /** A name that a segment of a dead process would have. */
  const nameOf = (kind = '.seg') => {
    const name = { owner: owners(99).own, created: 1_700_000_000_000, serial: 100 + serial++, salt: 7 }
    return path.join(directory, formatSegmentName(name).replace('.seg', kind))
  }

  function start(pid: number): ErrorSpool {
    const recording = recordingDiag()
    said = recording.said
    const clock = new ManualClock()
    return createErrorSpool({
      directory,
      files,
      owners: owners(pid),
      clock,
      timers: clock,
      random: seededRandom(pid),
      diag: recording.diag,
      maxBytes: 2 ** 20,
      header: { encoding: 'protobuf', resource: { 'service.name': 'test' } },
      onCollapsed: () => {},
      onDamaged: () => {},
      onReadable: () => {},
    })
  }

  /** Leaves five errors, as a process does that is killed. Returns its only file. */
  function leaveErrors(): string {
    const before = new Set(readdirSync(directory))
    const spool = start(1)
    for (let i = 0; i < 5; i++) expect(spool.append(errorFrame(i))).toMatchObject({ offset: expect.any(Number) })
    return path.join(directory, readdirSync(directory).find((name) => !before.has(name))!)
  }

  /** What the next process finds. */
  async function found(spool = start(2)): Promise<number[]> {
    spool.start()
    const sequences: number[] = []
    for (let turn = 0; turn < 400 && sequences.length < 5; turn++) {
      await delay(5)
      sequences.push(...(await readAll(spool.adopted)).map(({ frame }) => frame.sequence))
    }
    await readAll(spool.adopted)
    await spool.close()
    expect(longestRead).toBeLessThanOrEqual(MOST_AT_ONCE)
    return sequences
  }

  const strange: Record<string, () => void> = {
    'a file of 3 GB that is none of ours': () => {
      const file = nameOf()
      writeFileSync(file, '')
      truncateSync(file, 3 * GIB)
    },
    'a pipe that nobody writes to': () => {
      // More than the threads of the pool.
      for (let i = 0; i < 6; i++) execFileSync('mkfifo', [nameOf()])
    },
    'a directory': () => {
      mkdirSync(nameOf())
      mkdirSync(nameOf('.seg.tmp'))
    },
    'a link': () => {
      symlinkSync('/etc/passwd', nameOf())
      symlinkSync('/dev/zero', nameOf())
      symlinkSync('nowhere', nameOf())
    },
    'a file that may not be read': () => {
      const file = nameOf()
      writeFileSync(file, 'secret', { mode: 0o000 })
      chmodSync(file, 0o000)
    },
    'a file with no bytes': () => writeFileSync(nameOf(), ''),
    'names of any characters': () => {
      for (const name of ['a\nb', '…', ' ', '-rf', '%00', `${'x'.repeat(240)}.seg`, '.seg', '..seg']) {
        writeFileSync(path.join(directory, name), 'x')
      }
    },
    'thousands of files': () => {
      for (let i = 0; i < 5_000; i++) writeFileSync(path.join(directory, `junk-${i}`), '')
    },
    ...(IS_ROOT && {
      'a file of another user': () => {
        const file = nameOf()
        writeFileSync(file, 'x')
        chownSync(file, 12_345, 12_345)
      },
    }),
  }

  it.each(Object.entries(strange))('%s is passed over, and errors beside it are found', async (_, make) => {
    make()
    leaveErrors()
    expect(await found()).toEqual([0, 1, 2, 3, 4])
  })

  it('a segment that somebody made 3 GB long gives its errors, and is done with', async () => {
    truncateSync(leaveErrors(), 3 * GIB)
    expect(await found()).toEqual([0, 1, 2, 3, 4])
    expect(longestRead).toBeGreaterThan(2 ** 20)
  })

  it('a segment that was made shorter meanwhile comes to its end', async () => {
    const file = leaveErrors()
    const spool = start(1)
    spool.start()
    const ticket = spool.append(errorFrame(9))
    if (typeof ticket === 'object') spool.overflow.add(ticket, 9)
    for (const name of readdirSync(directory)) truncateSync(path.join(directory, name), 0)
    for (let i = 0; i < 5 && !spool.overflow.isEmpty; i++) await spool.overflow.read(() => {})
    expect(spool.overflow.isEmpty).toBe(true)
    expect(file).toContain(directory)
  })

  it('what cannot be taken over is said once, and stays as it is', async () => {
    strange['a file of 3 GB that is none of ours']!()
    strange['a directory']!()
    const target = path.join(directory, 'target')
    writeFileSync(target, 'mine')
    symlinkSync(target, nameOf())
    leaveErrors()
    const before = readdirSync(directory).length
    expect(await found()).toHaveLength(5)
    expect(said.filter((line) => line.includes('[spool_not_adopted]'))).toHaveLength(1)
    expect(readFileSync(target, 'utf8')).toBe('mine')
    // But for the errors, which were taken over and wait under another name.
    expect(readdirSync(directory).length).toBe(before)
  })

  it('is looked at in part, however much it is', async () => {
    for (let i = 0; i < MAX_NAMES + 100; i++) writeFileSync(path.join(directory, `junk-${i}`), '')
    expect(await systemFiles.list(directory, () => true)).toHaveLength(MAX_NAMES)
  })
})

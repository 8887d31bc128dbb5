import { spawn } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { formatSegmentName, parseSegmentName } from '../../../src/delivery/spool/segment-name.js'
import { systemFiles } from '../../../src/delivery/spool/spool-files.js'
import { createSystemOwners } from '../../../src/delivery/spool/spool-owner.js'
import { openSpool } from '../../../src/destinations/open-spool.js'
import { recordingDiag } from '../../support/quiet-diag.js'

const POSIX = process.platform !== 'win32'

describe('the spool directory', () => {
  let directory: string
  const open = (at = directory) => openSpool({ directory: at, maxBytes: 2 ** 20 }, 'service url', recordingDiag().diag)

  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'lipservice-files-'))
  })
  afterEach(() => rmSync(directory, { recursive: true, force: true }))

  it.runIf(POSIX)('is made for its owner alone, and so are the files', () => {
    const { directory: own } = open()
    expect(statSync(own).mode & 0o777).toBe(0o700)
    const file = systemFiles.create(path.join(own, 'x.seg'))
    file.close()
    expect(statSync(path.join(own, 'x.seg')).mode & 0o777).toBe(0o600)
  })

  it('is another one for another service or backend', () => {
    const { diag } = recordingDiag()
    const of = (identity: string) => openSpool({ directory, maxBytes: 2 ** 20 }, identity, diag).directory
    expect(of('a')).not.toBe(of('b'))
    expect(of('a')).toBe(of('a'))
  })

  it('that is a file is a clear error', () => {
    const file = path.join(directory, 'file')
    writeFileSync(file, '')
    expect(() => open(file)).toThrow(
      /spoolDirectory must be a directory of this user's own; '.*file' is not a directory/,
    )
  })

  it.runIf(POSIX)('that others may write to is a clear error, and so is a link', () => {
    const { directory: own } = open()
    chmodSync(own, 0o777)
    expect(() => open()).toThrow(/spoolDirectory .* others may write to it/)
    rmSync(own, { recursive: true })
    mkdirSync(path.join(directory, 'elsewhere'), { mode: 0o700 })
    symlinkSync(path.join(directory, 'elsewhere'), own)
    expect(() => open()).toThrow(/spoolDirectory/)
  })

  it.runIf(POSIX).each([0o777, 0o1777, 0o775, 0o707])(
    'that is open to others (%o) is refused, whatever is in it',
    (mode) => {
      open()
      chmodSync(directory, mode)
      expect(() => open()).toThrow(/^lipservice: spoolDirectory must be .* others may write to it$/)
      chmodSync(directory, 0o755)
      expect(() => open()).not.toThrow()
    },
  )

  it.runIf(POSIX)('that is a link is refused, with a slash at its end too, and nothing is made behind it', () => {
    const target = path.join(directory, 'elsewhere')
    mkdirSync(target, { mode: 0o700 })
    const link = path.join(directory, 'link')
    symlinkSync(target, link)
    for (const at of [link, `${link}/`, `${link}/.`]) expect(() => open(at)).toThrow(/^lipservice: .* is a link$/)
    symlinkSync(path.join(directory, 'nowhere'), path.join(directory, 'dangling'))
    expect(() => open(path.join(directory, 'dangling'))).toThrow(/spoolDirectory/)
    expect(readdirSync(target)).toEqual([])
  })

  it.runIf(POSIX && process.getuid?.() === 0)('of another user is refused, even for root', () => {
    chownSync(directory, 12_345, 12_345)
    expect(() => open()).toThrow(/is owned by another user/)
  })

  it('in which a file has the name of the spool does not stop the app', () => {
    const { directory: own } = open()
    rmSync(own, { recursive: true })
    writeFileSync(own, '')
    const { diag, said } = recordingDiag()
    openSpool({ directory, maxBytes: 2 ** 20 }, 'service url', diag)
    expect(said).toEqual([expect.stringContaining('[spool_unusable]')])
  })

  it.runIf(POSIX && process.getuid?.() !== 0)(
    'that cannot be made is said, and does not stop the app (skipped as root, who may write everywhere)',
    () => {
      chmodSync(directory, 0o500)
      const { diag, said } = recordingDiag()
      openSpool({ directory: path.join(directory, 'sub'), maxBytes: 2 ** 20 }, 'x', diag)
      expect(said.join()).toContain('[spool_unusable]')
    },
  )

  it('is made with all directories above it, and once more without harm', () => {
    const deep = path.join(directory, 'a', 'b', 'c')
    expect(open(deep).directory).toBe(open(deep).directory)
    expect(statSync(deep).isDirectory()).toBe(true)
  })

  it.runIf(process.platform === 'linux')('in a file system that makes none is said, and holds up nobody', () => {
    const { diag, said } = recordingDiag()
    openSpool({ directory: '/proc/lipservice/spool', maxBytes: 2 ** 20 }, 'x', diag)
    expect(said).toEqual([expect.stringMatching(/\/proc\/lipservice\/spool \(ENOENT.*\[spool_unusable\]$/)])
  })

  it('is never read through a link', async () => {
    const target = path.join(directory, 'target')
    writeFileSync(target, 'secret')
    symlinkSync(target, path.join(directory, 'link.seg'))
    await expect(systemFiles.read(path.join(directory, 'link.seg'), 0, 10)).rejects.toThrow()
  })

  it('writes nothing through a link, nor into a file that is there', () => {
    writeFileSync(path.join(directory, 'there.seg'), '')
    symlinkSync(path.join(directory, 'target'), path.join(directory, 'link.seg'))
    expect(() => systemFiles.create(path.join(directory, 'there.seg'))).toThrow()
    expect(() => systemFiles.create(path.join(directory, 'link.seg'))).toThrow()
    expect(readdirSync(directory)).not.toContain('target')
  })
})

describe('the owner of a segment', () => {
  it('is alive as long as its process', async () => {
    const owners = createSystemOwners()
    expect(owners.stateOf(owners.own)).toBe('alive')
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
    const childOwner = { ...owners.own, pid: child.pid!, start: '' }
    // Its start is not known here.
    expect(owners.stateOf(childOwner)).toBe('unknown')
    child.kill('SIGKILL')
    await new Promise((resolve) => child.on('exit', resolve))
    expect(owners.stateOf(childOwner)).toBe('gone')
  })

  it.runIf(process.platform === 'linux')('is gone when its pid has a new process', () => {
    const owners = createSystemOwners()
    expect(owners.stateOf({ ...owners.own, start: '12345678' })).toBe('gone')
  })

  it('on another host, or in another thread, is judged by its files', () => {
    const owners = createSystemOwners()
    expect(owners.stateOf({ ...owners.own, host: '12345678' })).toBe('unknown')
    expect(owners.stateOf({ ...owners.own, thread: 99 })).toBe('unknown')
  })

  it('is in the name of its segments', () => {
    const { own } = createSystemOwners()
    const name = { owner: own, created: 1_763_000_000_000, serial: 7, salt: 0xdeadbeef }
    expect(parseSegmentName(formatSegmentName(name))).toEqual(name)
    expect(parseSegmentName('something else')).toBeUndefined()
  })
})

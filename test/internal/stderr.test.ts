import fs from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type DescriptorFiles, identityOf, writeOnce } from '../../src/internal/stderr.js'

type Kind = 'file' | 'pipe' | 'terminal' | 'socket'

interface Setting {
  readonly kind: Kind
  readonly openFails?: string
  readonly writeFails?: string
  /** Octal, as /proc shows them. */
  readonly flags?: string
}

const failing = (code: string | undefined) => {
  if (code !== undefined) throw Object.assign(new Error(code), { code })
}

/** Descriptor 2 as it may be, and what is done with it. */
function descriptors({ kind, openFails, writeFails, flags }: Setting) {
  const done: string[] = []
  const files = {
    fstatSync: () => ({
      dev: 1,
      ino: 2,
      rdev: 3,
      isFIFO: () => kind === 'pipe',
      isCharacterDevice: () => kind === 'terminal',
      isSocket: () => kind === 'socket',
    }),
    openSync(path: string, mode: number) {
      failing(openFails)
      expect(mode & fs.constants.O_NONBLOCK).not.toBe(0)
      done.push(`open ${path}`)
      return 7
    },
    writeSync(fd: number, line: string) {
      failing(writeFails)
      done.push(`write ${fd} ${line}`)
    },
    closeSync: (fd: number) => void done.push(`close ${fd}`),
    readFileSync() {
      if (flags === undefined) failing('ENOENT')
      return `pos:\t0\nflags:\t${flags}\n`
    },
  } as unknown as DescriptorFiles
  return { done, files, write: (isMain = true) => writeOnce('line', files, identityOf(files), isMain) }
}

describe('one write to stderr', () => {
  it.each(['pipe', 'terminal'] as const)('opens a %s anew for each line, without blocking, and closes it', (kind) => {
    const { done, write } = descriptors({ kind })
    expect(write()).toBe('written')
    expect(done).toEqual(['open /proc/self/fd/2', 'write 7 line', 'close 7'])
  })

  it.each(['file', 'socket'] as const)('writes to a %s as it is', (kind) => {
    const { done, write } = descriptors({ kind })
    expect(write()).toBe('written')
    expect(done).toEqual(['write 2 line'])
  })

  it('writes to a pipe of another user as it is', () => {
    const { done, write } = descriptors({ kind: 'pipe', openFails: 'EACCES' })
    expect(write()).toBe('written')
    expect(done).toEqual(['write 2 line'])
  })

  it.each([
    ['EAGAIN', 'full'],
    ['EPIPE', 'gone'],
    ['EBADF', 'gone'],
    ['ENOSPC', 'gone'],
    ['EIO', 'gone'],
  ])('answers %s with %s, and leaves nothing open', (code, answer) => {
    const { done, write } = descriptors({ kind: 'pipe', writeFails: code })
    expect(write()).toBe(answer)
    expect(done).toEqual(['open /proc/self/fd/2', 'close 7'])
  })

  it('does not write where a worker thread would have to wait', () => {
    expect(descriptors({ kind: 'socket', flags: '02000002' }).write(false)).toBe('full')
    expect(descriptors({ kind: 'socket', flags: '02004002' }).write(false)).toBe('written')
    expect(descriptors({ kind: 'socket' }).write(false)).toBe('written')
  })

  it('does not write to a file of the app that got the number of a closed stderr', () => {
    const { done, files } = descriptors({ kind: 'file' })
    expect(writeOnce('line', files, '1 99 3')).toBe('gone')
    expect(done).toEqual([])
  })

  it('knows when there is none', () => {
    const files = {
      ...descriptors({ kind: 'file' }).files,
      fstatSync: () => failing('EBADF'),
    } as unknown as DescriptorFiles
    expect(identityOf(files)).toBe(undefined)
    expect(writeOnce('line', files, identityOf(files))).toBe('gone')
  })
})

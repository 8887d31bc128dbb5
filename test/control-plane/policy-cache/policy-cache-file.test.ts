import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { acceptPolicy, parseJson } from '../../../src/control-plane/policy-acceptance.js'
import { type CacheFileSystem, diskFileSystem } from '../../../src/control-plane/policy-cache/cache-file-system.js'
import {
  type CachedPolicy,
  decodeCachedPolicy,
  encodeCachedPolicy,
  MAX_CACHE_FILE_BYTES,
} from '../../../src/control-plane/policy-cache/file-format.js'
import { createPolicyCacheFile } from '../../../src/control-plane/policy-cache/policy-cache-file.js'
import { ManualClock } from '../../../src/testing.js'
import { recordingDiag } from '../../support/quiet-diag.js'
import { dyingFileSystem } from './dying-file-system.js'

const clock = new ManualClock()
let folder: string
let path: string

const policyOf = (version: number, more: Partial<CachedPolicy> = {}, fields = {}): CachedPolicy => ({
  service: 'shop',
  teamId: 3,
  etag: `"${version}"`,
  acceptedAt: clock.now() + version,
  text: JSON.stringify({ version, ...fields }),
  ...more,
})

const open = (fs?: CacheFileSystem) => {
  const { diag, said } = recordingDiag()
  const addressee = { serviceName: 'shop', teamId: 3 }
  const cache = createPolicyCacheFile({
    path,
    service: 'shop',
    teamId: 3,
    judge: (text) => acceptPolicy(parseJson(text), addressee, clock.now()),
    diag,
    ...(fs !== undefined && { fs }),
  })
  const save = async (policy: CachedPolicy) => {
    cache.save(policy)
    await cache.settled()
  }
  return { ...cache, said, saveNow: save }
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lipservice-cache-'))
  path = join(folder, 'policy')
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true, force: true })
})

describe('the policy cache', () => {
  it('gives back the last policy, its ETag and when it was accepted', async () => {
    await open().saveNow(policyOf(1))
    expect(open().load()).toEqual({ policy: { version: 1 }, etag: '"1"', acceptedAt: clock.now() + 1 })
  })

  it('keeps the very bytes of the document, for whoever wants to verify them', async () => {
    const text = ' {"version" : 1,\n"reasoning":"é\u2028", "unknown": [1e2]}'
    await open().saveNow(policyOf(1, { text }))
    const decoded = decodeCachedPolicy(readFileSync(path))
    expect(decoded.ok && decoded.policy.text).toBe(text)
  })

  it('is for its owner alone, and leaves nothing but two generations', async () => {
    const cache = open()
    for (const version of [1, 2, 3]) await cache.saveNow(policyOf(version))
    expect(readdirSync(folder).sort()).toEqual(['policy', 'policy.1'])
    expect(statSync(path).mode & 0o777).toBe(0o600)
    rmSync(path)
    expect(open().load()).toMatchObject({ policy: { version: 2 } })
  })

  it('has nothing to say when there is none yet', () => {
    const cache = open()
    expect(cache.load()).toBe(undefined)
    expect(cache.said).toEqual([])
  })

  it('holds the largest document that is accepted', async () => {
    const text = JSON.stringify({ version: 1, padding: '"'.repeat(500_000) })
    await open().saveNow(policyOf(1, { text }))
    expect(open().load()).toMatchObject({ policy: { version: 1 } })
    expect(MAX_CACHE_FILE_BYTES).toBeLessThan(1.1 * 1024 * 1024)
  })

  it('reads nothing but what it wrote: no cut and no flipped bit passes', () => {
    const good = encodeCachedPolicy(policyOf(1))!
    for (let length = 0; length < good.length; length++) {
      expect(decodeCachedPolicy(good.subarray(0, length)).ok).toBe(false)
    }
    for (let bit = 0; bit < good.length * 8; bit++) {
      const flipped = Buffer.from(good)
      flipped[bit >> 3]! ^= 1 << (bit & 7)
      expect(decodeCachedPolicy(flipped).ok).toBe(false)
    }
    expect(decodeCachedPolicy(Buffer.concat([good, Buffer.from([0])])).ok).toBe(false)
  })
})

describe('a cache file is refused, once said and the one before used, when it', () => {
  const bytes = (policy: CachedPolicy) => encodeCachedPolicy(policy)!
  const put = (contents: Buffer | string) => writeFileSync(path, contents, { mode: 0o600 })

  it.each<[string, RegExp, () => void]>([
    ['is torn', /torn/, () => truncateSync(path, 60)],
    ['is empty', /torn/, () => truncateSync(path, 0)],
    ['is something else', /no policy cache/, () => put('#!/bin/sh\n'.repeat(20))],
    ['is too large', /larger/, () => truncateSync(path, MAX_CACHE_FILE_BYTES + 1)],
    ['is huge', /larger/, () => truncateSync(path, 5e9)],
    ['can be written by its group', /others can write/, () => chmodSync(path, 0o620)],
    ['can be written by anyone', /others can write/, () => chmodSync(path, 0o602)],
    [
      'is a symbolic link',
      /symbolic link/,
      () => {
        renameSync(path, `${path}.elsewhere`)
        symlinkSync(`${path}.elsewhere`, path)
      },
    ],
    [
      'is a directory',
      /regular file/,
      () => {
        rmSync(path)
        mkdirSync(path)
      },
    ],
    ['was made for another service', /another service/, () => put(bytes(policyOf(2, { service: 'other' })))],
    ['was made for another team', /another team/, () => put(bytes(policyOf(2, { teamId: 4 })))],
    ['names another service in its policy', /another service/, () => put(bytes(policyOf(2, {}, { service: 'x' })))],
    ['holds a policy out of range', /global_rate/, () => put(bytes(policyOf(2, {}, { global_rate: 7 })))],
    ['holds no JSON', /an object/, () => put(bytes(policyOf(2, { text: '<html>' })))],
    [
      'has expired',
      /expired/,
      () => put(bytes(policyOf(2, {}, { expires_at: new Date(clock.now() - 1).toISOString() }))),
    ],
  ])('%s', async (_, problem, spoil) => {
    const cache = open()
    await cache.saveNow(policyOf(1))
    await cache.saveNow(policyOf(2))
    spoil()
    const next = open()
    expect(next.load()).toMatchObject({ policy: { version: 1 }, etag: '"1"' })
    next.load()
    expect(next.said).toHaveLength(1)
    expect(next.said[0]).toMatch(problem)
  })

  it('belongs to another user', async () => {
    await open().saveNow(policyOf(1))
    vi.spyOn(process, 'geteuid').mockReturnValue(process.geteuid!() + 1)
    const cache = open()
    expect(cache.load()).toBe(undefined)
    expect(cache.said[0]).toMatch(/another user/)
  })

  it('cannot even be opened', () => {
    path = join(folder, 'policy\0')
    const cache = open()
    expect(cache.load()).toBe(undefined)
    expect(cache.said).toHaveLength(1)
  })
})

describe('writing the policy cache', () => {
  it('never throws, says so once, and goes on when the disk does', async () => {
    path = join(folder, 'later', 'policy')
    const cache = open()
    await cache.saveNow(policyOf(1))
    await cache.saveNow(policyOf(2))
    expect(cache.said).toHaveLength(1)
    expect(cache.said[0]).toMatch(/could not be written/)
    mkdirSync(join(folder, 'later'))
    await cache.saveNow(policyOf(3))
    expect(open().load()).toMatchObject({ policy: { version: 3 } })
  })

  it('has one write under way; of those that wait the newest wins', async () => {
    let underWay = 0
    let most = 0
    let creations = 0
    const cache = open({
      ...diskFileSystem,
      async create(name) {
        creations++
        most = Math.max(most, ++underWay)
        return diskFileSystem.create(name)
      },
      async rename(from, to) {
        await diskFileSystem.rename(from, to)
        if (to === path) underWay--
      },
    })
    for (let version = 1; version <= 50; version++) cache.save(policyOf(version))
    await cache.settled()
    expect(most).toBe(1)
    expect(creations).toBe(2)
    expect(open().load()).toMatchObject({ policy: { version: 50 } })
  })

  it('leaves a later policy of another process where it is', async () => {
    await open().saveNow(policyOf(9))
    await open().saveNow(policyOf(8))
    expect(open().load()).toMatchObject({ policy: { version: 9 } })
    await open().saveNow(policyOf(1, { service: 'other' }))
    expect(open().load()).toMatchObject({ policy: { version: 9 } })
    expect(decodeCachedPolicy(readFileSync(path))).toMatchObject({ policy: { service: 'other' } })
  })

  it('is not held up by a file from a clock that was wrong', async () => {
    await open().saveNow(policyOf(1, { acceptedAt: clock.now() + 86_400_000 }))
    await open().saveNow(policyOf(2))
    expect(open().load()).toMatchObject({ policy: { version: 2 } })
  })

  it('never follows a link that waits at the temporary name', async () => {
    const victim = join(folder, 'victim')
    writeFileSync(victim, 'precious')
    const planting: CacheFileSystem = {
      ...diskFileSystem,
      create(name) {
        symlinkSync(victim, name)
        return diskFileSystem.create(name)
      },
    }
    await open(planting).saveNow(policyOf(1))
    expect(readFileSync(victim, 'utf8')).toBe('precious')
    expect(open().load()).toBe(undefined)
  })

  it('is safe among several writers: at every moment what is read is whole', async () => {
    const writers = Array.from({ length: 4 }, () => open())
    for (let round = 1; round <= 20; round++) {
      const saving = writers.map((writer) => writer.saveNow(policyOf(round)))
      if (round > 1) expect(open().load()?.policy.version).toBeGreaterThanOrEqual(round - 2)
      await Promise.all(saving)
    }
    expect(open().load()).toMatchObject({ policy: { version: 20 } })
  })
})

describe('a crash while the cache is written', () => {
  const OPERATIONS = 12

  it.each(
    Array.from({ length: OPERATIONS }, (_, i) => i).flatMap((n) => [
      { n, way: 'throws' as const },
      { n, way: 'stops' as const },
      { n, way: 'throws before its work' as const },
      { n, way: 'stops before its work' as const },
    ]),
  )('in operation $n that $way leaves the old policy or the new one', async ({ n, way }) => {
    await open().saveNow(policyOf(1))
    await open().saveNow(policyOf(2))
    const fs = dyingFileSystem(n, way)
    const dying = open(fs)
    dying.save(policyOf(3))
    await Promise.race([dying.settled(), fs.died])
    const version = open().load()?.policy.version
    expect([2, 3]).toContain(version)
    if (!fs.isDead()) expect(version).toBe(3)
    await open().saveNow(policyOf(4))
    expect(open().load()).toMatchObject({ policy: { version: 4 } })
  })

  it('counts every operation there is', async () => {
    await open().saveNow(policyOf(1))
    const fs = dyingFileSystem(Number.POSITIVE_INFINITY, 'stops')
    await open(fs).saveNow(policyOf(2))
    expect(fs.operations()).toBeGreaterThan(5)
    expect(fs.operations()).toBeLessThanOrEqual(OPERATIONS)
  })

  it('with a disk that lost the last write: the previous generation holds', async () => {
    for (const version of [1, 2, 3]) await open().saveNow(policyOf(version))
    truncateSync(path, 0)
    expect(open().load()).toMatchObject({ policy: { version: 2 } })
    // What is broken does not push out what is good.
    const fs = dyingFileSystem(6, 'stops')
    open(fs).save(policyOf(4))
    await fs.died
    expect(open().load()?.policy.version).toBeGreaterThanOrEqual(2)
  })
})

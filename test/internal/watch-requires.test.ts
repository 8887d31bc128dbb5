import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { alreadyRequired, watchRequires } from '../../src/internal/watch-requires.js'

describe('what is required', () => {
  let folder: string
  let require: NodeJS.Require
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lipservice-requires-'))
    writeFileSync(join(folder, 'inner.cjs'), `exports.name = 'inner'`)
    writeFileSync(join(folder, 'outer.cjs'), `exports.inner = require('./inner.cjs')`)
    require = createRequire(join(folder, 'app.cjs'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  it('is told by name, by the file that asked, and with what it exports, also from within', () => {
    const told: [string, string, unknown][] = []
    watchRequires((...all) => told.push(all))
    const outer = require('./outer.cjs')
    expect(told).toContainEqual(['./inner.cjs', require.resolve('./outer.cjs'), outer.inner])
    expect(told).toContainEqual(['./outer.cjs', expect.any(String), outer])
  })

  it('is told again when another asks for it', () => {
    const told: unknown[] = []
    watchRequires((id, _parent, exports) => {
      if (id === './inner.cjs') told.push(exports)
    })
    const first = require('./inner.cjs')
    require('./inner.cjs')
    expect(told).toEqual([first, first])
  })

  it('is not kept from the app by a watcher that throws', () => {
    watchRequires(() => {
      throw new Error('ours')
    })
    expect(require('./outer.cjs')).toEqual({ inner: { name: 'inner' } })
  })

  it('is known by file when it was required before anybody watched', () => {
    const inner = require('./inner.cjs')
    expect(alreadyRequired()).toContainEqual([require.resolve('./inner.cjs'), inner])
  })
})

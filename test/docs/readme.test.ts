import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { anchorsOf, readPage, root, tableAfter } from './pages.js'

const MAX_LINES = 150
const MAX_CHARACTERS = 120
const readme = readPage('README.md')
const { peerDependencies, engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

describe('README.md', () => {
  it(`has at most ${MAX_LINES} lines of at most ${MAX_CHARACTERS} characters`, () => {
    expect(readme.lines.length).toBeLessThanOrEqual(MAX_LINES)
    expect(readme.lines.filter((line) => line.length > MAX_CHARACTERS)).toEqual([])
  })

  it('has a picture that follows the reader’s colour scheme', () => {
    const picture = /!\[[^\]]+\]\((docs\/[\w-]+\.svg)\)/.exec(readme.text)?.[1]
    const svg = readFileSync(join(root, picture!), 'utf8')
    expect(svg).toContain('@media (prefers-color-scheme: dark)')
    expect(svg).not.toMatch(/https?:\/\/(?!www\.w3\.org)/)
  })

  it('gives the cost as bench/README.md has measured it', () => {
    const measured = readPage('bench/README.md').text
    const rows = tableAfter(readme, '## What it costs')
    expect(rows.length).toBeGreaterThan(5)
    for (const [what, time, ratio] of rows) {
      const line = new RegExp(`^ *${escaped(time!)} +${escaped(ratio!)}$`)
      expect(
        measured.split('\n').some((text) => line.test(text.slice(text.search(/ \d+ ns/)))),
        `${what}: ${time} ${ratio}`,
      ).toBe(true)
    }
  })

  it('names the versions that package.json allows', () => {
    const rows = tableAfter(readme, '## What it works with')
    const versions = Object.fromEntries(rows.map(([logger, , , range]) => [logger, range]))
    expect(Object.keys(peerDependencies).filter((name) => name in { pino: 1, winston: 1 })).toHaveLength(2)
    expect(versions['pino']).toContain('9.6 – 10')
    expect(peerDependencies.pino).toBe('>=9 <11')
    expect(versions['winston']).toContain('≥ 3.8')
    expect(peerDependencies.winston).toBe('>=3.8 <4')
    expect(readme.text).toContain(`Node.js ${engines.node.replace('>=', '≥ ')}`)
  })

  it('has a row for each adapter, and docs/loggers.md a heading', () => {
    const rows = tableAfter(readme, '## What it works with').map(([logger]) => logger!.toLowerCase())
    const headings = anchorsOf(readPage('docs/loggers.md'))
    for (const adapter of readdirSync(join(root, 'src/adapters'))) {
      expect(
        rows.some((row) => row.startsWith(adapter)),
        adapter,
      ).toBe(true)
      expect(headings).toContain(adapter)
    }
  })

  it('has the reasons to keep that docs/sampling.md has', () => {
    const reasonsIn = (rows: readonly string[][]) =>
      rows.flatMap(([reasons]) => [...reasons!.matchAll(/`(\w+)`/g)].map(([, reason]) => reason!))
    expect(reasonsIn(tableAfter(readme, '## What is kept'))).toEqual(
      reasonsIn(tableAfter(readPage('docs/sampling.md'), '# What is kept')),
    )
  })
})

function escaped(text: string): string {
  return text.replace(/[.×]/g, '\\$&')
}

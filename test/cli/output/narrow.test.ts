import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { recordText } from '../../../src/cli/spool/spool-text.js'
import { fits, tableOf } from '../../../src/cli/terminal/table.js'
import { trafficOf } from '../support/day-of-traffic.js'
import { runCli } from '../support/run-cli.js'

const traffic = trafficOf(30, 20)
/** Commands are not broken: they are there to be copied. */
const COMMAND = /^ +npx lipservice simulate /
const COMMAND_LINES: Readonly<Record<string, readonly string[]>> = {
  analyze: ['analyze', '--advice'],
  simulate: ['simulate', '--budget', '0.01GB/day'],
  'simulate --compare': ['simulate', '--compare', '0.01GB/day,1GB/day'],
}

const folder = mkdtempSync(join(tmpdir(), 'n-'))
afterAll(() => rmSync(folder, { recursive: true }))
const fileOf = (name: string) => join(folder, name)
const ID = 'c178fbb9bf4271ab'
const checks = { pattern_rates: { [ID]: 0.01 }, pattern_values: { d178fbb9bf4271ab: 2 } }
writeFileSync(fileOf('p'), JSON.stringify({ version: 8, global_rate: 0.25, keep_patterns: [ID], ...checks }))
writeFileSync(fileOf('q'), JSON.stringify({ version: 9, global_rate: 0.5 }))
writeFileSync(fileOf('w'), JSON.stringify({ version: 9, global_rate: 7, severity_rate: { DEBUG: 0.1 } }))
const OTHERS: readonly (readonly string[])[] = [
  ['policy', 'show', fileOf('p')],
  ['policy', 'diff', fileOf('p'), fileOf('q')],
  ['policy', 'check', fileOf('w'), fileOf('p')],
  ['explain', 'order 4711 placed', '--policy', fileOf('p')],
  ['posthog', 'rules', '--policy', fileOf('p'), '--service', 'shop'],
  ['spool', 'list', '--dir', folder],
  ['doctor', '--offline', folder],
]

describe('a screen', () => {
  it.each([40, 69, 70, 80, 200])('of %i columns has room for all of an error that waits', (width) => {
    const screen = { width, colours: false, unicode: false, isTerminal: true, write() {} }
    const body = 'the card was declined by the issuer, who says nothing more of it '.repeat(9)
    const record = { millis: 0, signature: ID, isFatal: true, scope: 'orders', body }
    const lines = recordText(record as never, screen).split('\n')
    expect(lines.filter((line) => line.length > width)).toEqual([])
    expect(Math.max(...lines.map(({ length }) => length))).toBeGreaterThan(width - 4)
  })

  it.each(OTHERS.flatMap((args) => [40, 80, 120].map((width) => [args, width] as const)))(
    'no line of %j is wider than %i columns, nor more than ASCII',
    async (args, width) => {
      const { out, err } = await runCli(args, { env: { COLUMNS: String(width), LC_ALL: 'C' } })
      expect(err).toBe('')
      expect(out.length).toBeGreaterThan(20)
      expect(out.split('\n').filter((line) => line.length > width || /[^\x20-\x7e]/.test(line))).toEqual([])
    },
  )

  it.each(Object.keys(COMMAND_LINES).flatMap((name) => [40, 60, 100].map((width) => [name, width] as const)))(
    'no line of %s is wider than %i columns',
    async (name, width) => {
      const { code, out } = await runCli(COMMAND_LINES[name]!, { input: traffic, env: { COLUMNS: String(width) } })
      expect(code).toBe(0)
      const lines = out.split('\n')
      expect(lines.length).toBeGreaterThan(10)
      expect(lines.filter((line) => [...line].length > width && !COMMAND.test(line))).toEqual([])
    },
  )

  it.each(Object.keys(COMMAND_LINES))('that has ASCII only gets nothing else of %s', async (name) => {
    const input = `order placed … at §\n${traffic}`
    const { out } = await runCli(COMMAND_LINES[name]!, { input, env: { COLUMNS: '80', LC_ALL: 'C' } })
    expect(out).toContain(' - ')
    expect(out).toMatch(/^[\x20-\x7e\n]*$/)
  })

  it('that has ASCII only gets complaints that can be read', async () => {
    const { err } = await runCli(['analyze', '--top', '0'], { env: { LC_ALL: 'C' } })
    expect(err).toMatch(/^lipservice: --top must be a number 1-\d+; got '0'\n$/)
  })

  it('that is too narrow for all budgets in a row has each in a column, with the same figures', async () => {
    const figures = async (columns: string) => {
      const { out } = await runCli(COMMAND_LINES['simulate --compare']!, { input: traffic, env: { COLUMNS: columns } })
      return out
        .split('\n')
        .find((line) => /^ +1GB\/day|^ +kept /.test(line))!
        .trim()
        .split(/ {2,}/)
    }
    const [wide, narrow] = [await figures('160'), await figures('60')]
    expect(wide[0]).toBe('1GB/day')
    expect(narrow[0]).toBe('kept')
    expect(narrow[2]).toBe(wide[1])
  })

  it('leaves out what can be spared of a table, in order, and nothing where all fits', () => {
    const columns = [{ title: 'first' }, { title: 'second', spare: 1 }, { title: 'third', spare: 0 }, { title: 'last' }]
    const head = (width: number) =>
      tableOf({ width, colours: false, unicode: true, isTerminal: false, write: () => {} }, columns, [])[0]!.trim()
    expect([28, 27, 20, 19, 5].map(head)).toEqual([
      'first  second  third  last',
      'first  second  last',
      'first  second  last'.replace('  second', ''),
      'first  last',
      'first  last',
    ])
    expect(fits({ width: 28 } as never, columns, [])).toBe(true)
    expect(fits({ width: 27 } as never, columns, [])).toBe(false)
  })
})

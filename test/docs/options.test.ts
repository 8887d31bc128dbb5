import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { OPTION_TABLE, type OptionRow } from '../../src/options/option-table.js'
import { resolveSamplingOptions } from '../../src/options/resolve-options.js'
import { codeSpans, readPage, root, tableAfter } from './pages.js'

const page = readPage('docs/options.md')
const rows = Object.entries(OPTION_TABLE) as [name: string, row: OptionRow][]
const documented = new Map(tableAfter(page, '## All options').map(([option, ...cells]) => [unquoted(option!), cells]))

/** Options that have no row of their own in the environment: one variable sets both. */
const BY_MODE = new Set(['enableAiSampling', 'shadow'])

describe('docs/options.md', () => {
  it('has a row for each option, and no other', () => {
    expect([...documented.keys()].sort()).toEqual(rows.map(([name]) => name).sort())
  })

  it.each(rows)('says where the environment has %s', (name, { logsEnv, env }) => {
    const variables = BY_MODE.has(name) ? ['LIPSERVICE_SAMPLING'] : [logsEnv, env].filter(Boolean)
    expect(documented.get(name)![0]).toBe(variables.map((variable) => `\`${variable}\``).join(', ') || '–')
  })

  it.each(rows)('says what holds without %s', (name, { fallback }) => {
    const value = name === 'serviceName' ? resolveSamplingOptions({}, {}).serviceName : fallback
    expect(documented.get(name)![1]).toBe(value === undefined ? 'none' : `\`${value}\``)
  })

  it('names every environment variable that the SDK reads', () => {
    const read = new Set(
      sourcesIn('src').flatMap((text) =>
        [...text.matchAll(/'((?:LIPSERVICE|OTEL|POSTHOG)_[A-Z_]+)'/g)].map(([, name]) => name!),
      ),
    )
    expect(read.size).toBeGreaterThan(25)
    const named = new Set(codeSpans(page).flatMap((span) => span.match(/[A-Z_]{4,}/g) ?? []))
    expect([...read].filter((name) => !named.has(name))).toEqual([])
  })

  it('names those of sampling that a processor takes', () => {
    const [, sentence] = /take those of sampling: ([^.]*)\./.exec(page.text)!
    const named = [...sentence!.matchAll(/`(\w+)`/g)].map(([, name]) => name!)
    expect(named.sort()).toEqual([...samplingOptions()].sort())
  })
})

function unquoted(cell: string): string {
  return cell.replaceAll('`', '')
}

function sourcesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(root, folder, name), 'utf8'))
}

/** The names that `resolveSamplingOptions` reads of its options. */
function samplingOptions(): Set<string> {
  const asked = new Set<string>()
  const options = new Proxy({}, { get: (_, name) => void asked.add(String(name)) })
  resolveSamplingOptions(options, {})
  return asked
}

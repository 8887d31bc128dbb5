import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const path = (file: string) => fileURLToPath(new URL(`../../${file}`, import.meta.url))
const read = (file: string) => readFileSync(path(file), 'utf8')
const adapters = readdirSync(path('src/adapters'))
const { exports } = JSON.parse(read('package.json')) as { exports: Record<string, unknown> }

/** Where it is not called like its adapter. */
const ENTRIES: Readonly<Record<string, string>> = { opentelemetry: 'index', 'posthog-node': 'posthog' }
const entryOf = (adapter: string) => ENTRIES[adapter] ?? adapter
const examples = readdirSync(path('examples')).filter((name) => name.endsWith('.ts'))

// That each goes through the suite of every adapter is seen in every-adapter.test.ts.
describe('each adapter of src/adapters', () => {
  it('is all that there are, and some', () => {
    expect(adapters.length).toBeGreaterThanOrEqual(4)
  })

  it.each(adapters)('has an entry that exports it: %s', (adapter) => {
    const entry = entryOf(adapter)
    expect(read(`src/${entry}.ts`)).toContain(`'./adapters/${adapter}/`)
    expect(exports).toHaveProperty([entry === 'index' ? '.' : `./${entry}`])
  })

  it.each(adapters)('has tests of its own, and an example: %s', (adapter) => {
    expect(existsSync(path(`test/adapters/${adapter}.test.ts`))).toBe(true)
    expect(examples.some((name) => name.startsWith(adapter))).toBe(true)
  })
})

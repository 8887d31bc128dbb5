import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const path = (file: string) => fileURLToPath(new URL(`../../${file}`, import.meta.url))
const read = (file: string) => readFileSync(path(file), 'utf8')
const adapters = readdirSync(path('src/adapters'))
const { exports } = JSON.parse(read('package.json')) as { exports: Record<string, unknown> }

/** Its names are those of the main entry. */
const entryOf = (adapter: string) => (adapter === 'opentelemetry' ? 'index' : adapter)
const described = [...read('test/adapters/every-adapter.test.ts').matchAll(/describeAdapter\(\{\s*name: '([^']+)'/g)]
const examples = readdirSync(path('examples')).filter((name) => name.endsWith('.ts'))

describe('each adapter of src/adapters', () => {
  it('is all that there are, and some', () => {
    expect(adapters.length).toBeGreaterThanOrEqual(4)
  })

  it.each(adapters)('has an entry that exports it: %s', (adapter) => {
    const entry = entryOf(adapter)
    expect(read(`src/${entry}.ts`)).toContain(`'./adapters/${adapter}/`)
    expect(exports).toHaveProperty([entry === 'index' ? '.' : `./${entry}`])
  })

  it.each(adapters)('goes through the suite of every adapter: %s', (adapter) => {
    expect(described.map(([, name]) => name!.toLowerCase().split(' ')[0])).toContain(adapter)
  })

  it.each(adapters)('has tests of its own, and an example: %s', (adapter) => {
    expect(existsSync(path(`test/adapters/${adapter}.test.ts`))).toBe(true)
    expect(examples.some((name) => name.startsWith(adapter))).toBe(true)
  })
})

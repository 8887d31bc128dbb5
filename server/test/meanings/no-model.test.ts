import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { Config } from '../../src/config.js'
import { startFakeLlm } from '../support/fake-llm.js'
import { SimulatedFleet } from '../support/simulated-fleet.js'

const SOURCE = fileURLToPath(new URL('../../src/', import.meta.url))
const START = Date.UTC(2026, 10, 23, 8) / 1000
/** What is left of an import when types are gone. */
const LOADED = /^(?:import|export)\s+(?!type\b)[^;'"]*?from\s+['"]([^'"]+)['"]|^import\s+['"]([^'"]+)['"]/gm

/** Returns the files that a file loads, and the packages, without those that are loaded only when they are needed. */
function loadedBy(file: string, found = new Set<string>()): Set<string> {
  found.add(file)
  for (const [, from = '', bare = ''] of readFileSync(file, 'utf8').matchAll(LOADED)) {
    const name = from || bare
    const next = name.startsWith('.') ? resolve(dirname(file), name.replace(/\.js$/, '.ts')) : name
    if (found.has(next)) continue
    if (name.startsWith('.')) loadedBy(next, found)
    else found.add(next)
  }
  return found
}

/** Documents of all versions that a small fleet's hours make, byte for byte. */
async function documentsOf(config: Partial<Config>, asked = false): Promise<string[]> {
  const size = { services: 1, instances: 2, patterns: 20, stepSeconds: 1_800, seed: 7 }
  const fleet = await SimulatedFleet.create({ ...size, start: START, config: { 'history-seconds': 0, ...config } })
  const [service] = fleet.services
  await fleet.setBudget({ service: service!.name, unit: 'gb_per_day', amount: fleet.demandPerDay(service!) / 5e9 })
  for (let step = 0; step < 12; step++) {
    await fleet.step()
    if (asked) await fleet.parts.control.jobs.find(({ name }) => name === 'models')!.run()
  }
  const versions = await fleet.versionsOf(service!.name)
  await fleet.store.close()
  return versions.map(({ document }) => document)
}

describe('without a language model', () => {
  it('nothing of one is loaded by a server', () => {
    const loaded = [...loadedBy(`${SOURCE}server.ts`)]
    expect(loaded.length).toBeGreaterThan(150)
    expect(loaded.filter((name) => name.startsWith(`${SOURCE}llm/`) || name.startsWith(`${SOURCE}meanings/`))).toEqual(
      [],
    )
    expect(loaded.filter((name) => name.startsWith('@ai-sdk/'))).toEqual([])
    // What finds them does find them.
    expect([...loadedBy(`${SOURCE}llm-command.ts`)]).toContain(`${SOURCE}meanings/exam.ts`)
  })

  it('policies are, byte for byte, those of a server that has one which no team wants; and no connection is made', async () => {
    const llm = await startFakeLlm()
    const opened: unknown[] = []
    const onSocket = (socket: unknown) => void opened.push(socket)
    subscribe('net.client.socket', onSocket)
    const none = await documentsOf({})
    expect(none.length).toBeGreaterThan(2)
    expect(await documentsOf({ 'llm-model': 'm', 'llm-url': llm.url, 'llm-api-key': llm.key }, true)).toEqual(none)
    expect(opened).toEqual([])
    expect([...llm.bodies, ...llm.refused]).toEqual([])
    // What counts connections does count them.
    await fetch(llm.url)
    expect(opened).toHaveLength(1)
    unsubscribe('net.client.socket', onSocket)
    await llm.close()
  })
})

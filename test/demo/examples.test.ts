import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { LONG } from '../support/tier.js'

const run = promisify(execFile)
const folder = fileURLToPath(new URL('../../examples', import.meta.url))
const examples = readdirSync(folder).filter((name) => name.endsWith('.ts'))

/** Fastify logs the address that it listens on as well. */
const SEEN: Readonly<Record<string, number>> = { 'fastify.ts': 5_011 }

describe.runIf(LONG)('the example', () => {
  it.each(examples)('%s runs, thins, and delivers its errors', async (file) => {
    const { stdout } = await run(process.execPath, [`${folder}/support/run.ts`, file.replace(/\.ts$/, '')])
    const result = JSON.parse(stdout)
    expect(result).toMatchObject({ seen: SEEN[file] ?? 5_010, errors: 10, arrived: result.kept })
    expect(result.kept).toBeLessThan(600)
  })

  it.each(examples)('%s has a row in examples/README.md', (file) => {
    expect(readFileSync(`${folder}/README.md`, 'utf8')).toContain(`| [${file}](${file}) |`)
  })

  it.each(examples)('%s shows only what a user writes', (file) => {
    expect(readFileSync(`${folder}/${file}`, 'utf8')).not.toMatch(/lipservice\/testing|startFake/)
  })
})

import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { describe, expect, it } from 'vitest'
import { root } from '../support/root.js'
import { LONG } from '../support/tier.js'

const PATTERNS = 100
const HEAP_MIB = 64
const pad = 'x'.repeat(900_000)
const wordOf = (i: number) =>
  [...createHash('sha256').update(`${i}`).digest().subarray(0, 12)]
    .map((byte) => String.fromCharCode(97 + (byte % 26)))
    .join('')

/** All together are many times the heap. */
const LINES: Readonly<Record<string, (i: number) => string>> = {
  'lines of text': (i) => `2026-11-26T18:00:00Z INFO ${wordOf(i)} ${wordOf(-i)} [x] ${pad}\n`,
  'services, fields and messages': (i) => {
    const third = pad.slice(0, 300_000)
    return `${JSON.stringify({ level: 30, name: `${i}${third}`, [`k${i}${third}`]: 1, msg: `${wordOf(i)} ${wordOf(-i)} ${third}` })}\n`
  },
}
const RUNS = Object.keys(LINES).flatMap((what) => [
  [what, ['analyze', '--json']] as const,
  [what, ['simulate', '--json', '--budget', '1GB/day']] as const,
])

describe('the memory of the command line', () => {
  // Each kind of line and each command, if not with one another.
  it.each(LONG ? RUNS : [RUNS[0]!, RUNS.at(-1)!])('does not grow with long %s: %j', async (what, args) => {
    const child = spawn(process.execPath, [
      `--max-old-space-size=${HEAP_MIB}`,
      join(root, 'dist/cli/lipservice.js'),
      ...args,
    ])
    const lines = Readable.from(
      (function* () {
        for (let i = 1; i <= PATTERNS; i++) yield LINES[what]!(i)
      })(),
    )
    const [out, err, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'close'),
      pipeline(lines, child.stdin).catch(() => {}),
    ])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    const shown = JSON.parse(out)
    expect((shown.budgets?.[0] ?? shown).pattern_count).toBe(PATTERNS)
  })
})

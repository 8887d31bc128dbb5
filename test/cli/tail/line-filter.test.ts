import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createLineFilter, type LineFilter, type LineFilterParts } from '../../../src/cli/tail/line-filter.js'
import { createRawLines, MAX_LINE_BYTES } from '../../../src/cli/tail/raw-lines.js'
import { dropped, kept } from '../../../src/sampling/decision.js'
import { TODAY } from '../support/read-text.js'

const PATTERN = { signature: '0123456789abcdef', check: 'fedcba9876543210' }
const KEEP = kept(PATTERN, 'first', 1, 1, 10)
const DROP = dropped('adaptive', PATTERN, 0.5)

function through(pieces: readonly Buffer[], sample: LineFilterParts['sample']): { out: Buffer; filter: LineFilter } {
  const written: Buffer[] = []
  const filter = createLineFilter({ sample, ship() {}, write: (bytes) => written.push(bytes), now: () => TODAY })
  const lines = createRawLines(filter)
  for (const piece of pieces) lines.push(piece)
  lines.end()
  return { out: Buffer.concat(written), filter }
}

const text = (...lines: string[]) => [Buffer.from(lines.join('\n'))]
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 60 }),
  fc
    .constantFrom('a\nb\r\n', '\n', '    at f (a.js:1:2)\n', '{"msg":"x"}\n', 'ERROR no\n')
    .map((line) => Buffer.from(line)),
)
const pieces = fc.array(bytes, { maxLength: 12 }).map((all) => all.map((one) => Buffer.from(one)))

describe('the filter of lines', () => {
  it('changes no byte of what is kept, whatever it is and in whatever pieces it comes', () => {
    fc.assert(
      fc.property(pieces, (all) => {
        expect(through(all, () => KEEP).out).toEqual(Buffer.concat(all))
      }),
    )
  })

  it('passes every line if deciding fails', () => {
    const fail = () => {
      throw new Error('a fault of ours')
    }
    fc.assert(
      fc.property(pieces, (all) => {
        expect(through(all, fail).out).toEqual(Buffer.concat(all))
      }),
    )
  })

  it('passes whole lines of what came in, in their order, whatever is decided', () => {
    fc.assert(
      fc.property(pieces, fc.infiniteStream(fc.boolean()), (all, keeps) => {
        const { out, filter } = through(all, () => (keeps.next().value ? KEEP : DROP))
        const left = Buffer.concat(all)
          .toString('latin1')
          .split(/(?<=\n)/)
        let at = 0
        for (const line of out
          .toString('latin1')
          .split(/(?<=\n)/)
          .filter(Boolean)) {
          at = left.indexOf(line, at) + 1
          expect(at).toBeGreaterThan(0)
        }
        expect(filter.counts.passed).toBeLessThanOrEqual(filter.counts.lines)
      }),
    )
  })

  it('lets a stack share the fate of its line, and brings the line back where only the stack tells of an error', () => {
    const drop = () => DROP
    expect(through(text('doing x', '  with y', 'next'), drop).out.toString()).toBe('')
    expect(
      through(text('it went wrong', '    at f (a.js:1:2)', '    at g (b.js:3:4)', 'next'), drop).out.toString(),
    ).toBe('it went wrong\n    at f (a.js:1:2)\n    at g (b.js:3:4)\n')
    expect(through(text('it went', '  wrong:', '  x', '    at f (a.js:1:2)', 'next', '  y'), drop).out.toString()).toBe(
      'it went\n  wrong:\n  x\n    at f (a.js:1:2)\n',
    )
  })

  it('passes a line over a MiB as it is, in pieces, and decides the next one', () => {
    const long = Buffer.alloc(MAX_LINE_BYTES + 10, 'x')
    const { out, filter } = through([long, Buffer.from('y\nnext\n')], () => DROP)
    expect(out).toEqual(Buffer.concat([long, Buffer.from('y\n')]))
    expect(filter.counts).toEqual({ lines: 2, passed: 1, undecided: 1 })
  })

  it('passes what goes on with a line over a MiB, whatever became of the one before it', () => {
    const long = `${'x'.repeat(MAX_LINE_BYTES + 10)}\n  of it\n`
    const { out } = through([Buffer.from(`dropped\n${long}next\n`)], () => DROP)
    expect(out.toString()).toBe(long)
  })
})

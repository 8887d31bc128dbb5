import { describe, expect, it } from 'vitest'
import type { FoundRecord } from '../../../src/cli/formats/found-record.js'
import { readTextLine } from '../../../src/cli/formats/text-line.js'
import { TODAY } from '../support/read-text.js'

function read(line: string): FoundRecord {
  const found: FoundRecord[] = []
  const context = { now: TODAY, millis: TODAY }
  readTextLine(
    line,
    context,
    (one) => found.push(one),
    () => expect.unreachable(),
  )
  return found[0]!
}

describe('the level of a line of text', () => {
  it.each([
    '2026-11-27 10:00:01 ERROR boom',
    '2026-11-27T10:00:02Z ERROR boom',
    '[2026-11-27 10:00:04] ERROR: boom',
    '2026/11/27 10:00:05 ERROR boom',
    '2026-11-27 ERROR boom',
    '[2026-11-27] ERROR boom',
    '10:00:07 ERROR boom',
    'ERROR boom',
    '2026-11-27 10:00:03,123 [main] ERROR boom',
    '2026-11-27 10:00:03.123 [http-nio-8080-exec-1] ERROR boom',
    '10:00:03.123 [main] ERROR boom',
  ])('stands behind the time, or a thread: %s', (line) => {
    expect(read(line).record).toMatchObject({ severityNumber: 17, body: 'boom' })
  })

  it.each(['2026-11-27 10:00:03 [main] Loading ERROR pages', '2026-11-27 report of errors', '[cache] WARM up'])(
    'is none where a word is said: %s',
    (line) => {
      expect(read(line).record.severityNumber).toBeUndefined()
    },
  )

  it('is no reason to take a day for a time', () => {
    expect(read('2026-11-27 ERROR boom').millis).toBe(TODAY)
  })
})

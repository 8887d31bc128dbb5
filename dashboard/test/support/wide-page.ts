import { SCOPES } from '../../../server/src/scope.js'
import { STORY_END } from '../../../server/test/support/acme/acme-story.js'
import { startApi } from '../../../server/test/support/api-under-test.js'
import { seededRandom } from '../../../src/testing.js'
import { builtPage } from './built-page.js'
import { type PageServer, servePage } from './page-server.js'

export const WIDE_SERVICE = 'warehouse'
export const WIDE_PATTERNS = 10_000
/** What fits into a report. */
const PATTERNS_OF_REPORT = 2_500
const HOURS = 3
const SEVERITIES = ['INFO', 'DEBUG', 'INFO', 'WARNING', 'INFO'] as const

export interface WidePage extends PageServer {
  readonly key: string
}

/** The page of a team with one service that has 10,000 patterns, reported for three hours. */
export async function serveWide(): Promise<WidePage> {
  const api = await startApi({}, undefined, builtPage())
  const random = seededRandom(7)
  api.clock.millis = (STORY_END - HOURS * 3_600) * 1000
  const team = await api.store.keys.ensureTeam('default', api.clock.millis / 1000)
  const { text: key } = await api.keys.create(team, 'maya@acme.dev', SCOPES, 'server')
  for (let hour = 1; hour <= HOURS; hour++) {
    api.clock.millis += 3_600_000
    for (let first = 0; first < WIDE_PATTERNS; first += PATTERNS_OF_REPORT) {
      const body = reportOf(first, hour, api.clock.millis / 1000, random)
      const { status, json } = await api.call('POST', '/api/v1/patterns/stats', { key, body })
      if (status !== 202) throw new Error(`a report was refused: ${JSON.stringify(json)}`)
    }
    await api.pending.flush()
    await api.store.maintain(api.clock.millis / 1000)
  }
  return { ...(await servePage(api)), key }
}

function reportOf(first: number, sequence: number, at: number, random: () => number): object {
  const patterns = Array.from({ length: PATTERNS_OF_REPORT }, (_, i) => {
    const number = first + i
    const count = Math.ceil(1_000_000 / (number + 1)) + Math.floor(10 * random())
    const kept = Math.ceil(count / 10)
    return {
      signature: (number + 1).toString(16).padStart(16, '0'),
      count,
      sampled_count: kept,
      first_seen: at - 60,
      last_seen: at,
      template: `shelf ${words(number)} counted <*> of <*> in <*> ms`,
      severity_distribution: { [SEVERITIES[number % SEVERITIES.length]!]: count },
      bytes: 240 * count,
      sampled_bytes: 240 * kept,
    }
  })
  return {
    service_name: WIDE_SERVICE,
    timestamp: at,
    patterns,
    total_logs: 1,
    unique_patterns: patterns.length,
    instance_id: `${WIDE_SERVICE}-${first}`,
    sequence,
    window_seconds: 60,
    mode: 'active',
    service_version: '1.0.0',
  }
}

/** Returns a number as letters: digits would be a value and no part of a template. */
function words(number: number): string {
  return [...number.toString(26)].map((digit) => String.fromCharCode(97 + Number.parseInt(digit, 26))).join('')
}

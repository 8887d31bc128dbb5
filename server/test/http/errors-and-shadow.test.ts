import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ApiUnderTest, reportOf, startApi } from '../support/api-under-test.js'

describe('errors and shadow mode', () => {
  let api: ApiUnderTest
  let key: string
  beforeEach(async () => {
    api = await startApi()
    key = await api.keyOf('t', 'ingest', 'read')
  })
  afterEach(() => api.close())

  /** Returns what lists of services say, once all that was sent is counted. */
  async function after(...reports: object[]) {
    for (const report of reports) {
      const { status } = await api.call('post', '/api/v1/patterns/stats', { key, body: reportOf(report) })
      expect(status).toBe(202)
    }
    await api.pending.flush()
    const get = async (path: string) => (await api.call('get', path, { key })).json
    const { services } = await get('/api/v1/services')
    const { services: savings } = await get('/api/v1/savings')
    const fields = ['errors', 'kept_errors', 'shadow_saved_bytes'] as const
    const [shown, saved] = [services, savings].map(([row]) =>
      Object.fromEntries(fields.map((name) => [name, row[name]])),
    )
    expect(saved).toEqual(shown)
    return shown
  }

  it('are shown as SDKs count them: errors seen and kept on one basis', async () => {
    const errors = { seen: 40, kept: 38 }
    expect(await after({ errors })).toEqual({ errors: 40, kept_errors: 38, shadow_saved_bytes: 0 })
    expect(await after({ errors, sequence: 1 })).toMatchObject({ errors: 80, kept_errors: 76 })
  })

  it('have no kept errors where an SDK that logged some does not say it', async () => {
    expect(await after({})).toEqual({ errors: 5, kept_errors: null, shadow_saved_bytes: 0 })
    expect(await after({ errors: { seen: 1, kept: 1 }, sequence: 1 })).toMatchObject({ errors: 6, kept_errors: null })
  })

  it('have what shadow mode would have saved', async () => {
    const shadow_dropped = { records: 30, bytes: 6_000.4 }
    const report = { mode: 'shadow', errors: { seen: 0, kept: 0 } }
    expect(await after({ ...report, shadow_dropped })).toMatchObject({ shadow_saved_bytes: 6_000, kept_errors: 0 })
    const next = { ...report, shadow_dropped: { records: 1 }, sequence: 1 }
    expect(await after(next)).toMatchObject({ shadow_saved_bytes: 6_000 })
  })

  it('keep no more errors than were seen, whatever a report says', async () => {
    const most = Number.MAX_SAFE_INTEGER
    const hostile = { errors: { seen: 7, kept: most }, shadow_dropped: { records: most, bytes: most } }
    expect(await after(hostile)).toEqual({ errors: 7, kept_errors: 7, shadow_saved_bytes: 1e10 })
    expect(await after({ errors: { seen: most, kept: most }, sequence: 1 })).toMatchObject({
      errors: 200,
      kept_errors: 200,
    })
  })
})

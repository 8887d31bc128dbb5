// Runs in an empty app, against the packed tarball, on the oldest Node.js that the SDK supports.
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { logs } from '@opentelemetry/api-logs'
import { configureAdaptiveLogging, signatureOf } from 'lipservice'
import { wrapPino } from 'lipservice/pino'
import { startFakeLipService, startFakePostHog } from 'lipservice/testing'
import pino from 'pino'

const require = createRequire(import.meta.url)

test('every entry loads by require, too', () => {
  for (const entry of ['lipservice', 'lipservice/pino', 'lipservice/protocol', 'lipservice/testing']) {
    assert.ok(Object.keys(require(entry)).length > 0, entry)
  }
})

test('samples, follows a policy, reports, and delivers every error', async () => {
  const posthog = await startFakePostHog()
  const lipservice = await startFakeLipService({ policy: { version: 1, severity_rates: { INFO: 0.05 } } })
  const logging = configureAdaptiveLogging({
    serviceName: 'smoke',
    posthogApiKey: posthog.token,
    posthogHost: posthog.url,
    lipserviceUrl: lipservice.url,
    lipserviceApiKey: lipservice.apiKey,
  })
  while (logging.policy().version !== 1) await new Promise((resolve) => setTimeout(resolve, 5))
  const logger = wrapPino(pino({}, { write() {} }))
  for (let i = 0; i < 2000; i++) {
    logger.info({ i }, 'item %d viewed', i)
    logs.getLogger('otel').emit({ severityNumber: 9, body: `request ${i} handled` })
    if (i % 100 === 0) logger.error(new Error(`failed ${i}`))
  }
  await logging.shutdown()
  const { seen, kept, dropped } = logging.stats()
  assert.equal(seen, 4020)
  assert.equal(kept + dropped.adaptive, seen)
  assert.ok(kept < 500)
  assert.equal(posthog.records.length, kept)
  assert.equal(posthog.records.filter((record) => record.severityNumber >= 17).length, 20)
  assert.equal(
    lipservice.reports.reduce((sum, report) => sum + report.total_logs, 0),
    seen,
  )
  const { version } = require('lipservice/package.json')
  for (const { sdk, runtime } of lipservice.reports)
    assert.deepEqual([sdk, runtime], [`node/${version}`, process.version])
  assert.equal(signatureOf('item 5 viewed').template, 'item <*> viewed')
  await posthog.close()
  await lipservice.close()
})

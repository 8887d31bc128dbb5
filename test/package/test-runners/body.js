// Runs in each test runner, which gives: test, load(name), fakeTimers(), realTimers(), and resetModules(), if it can do that.
const equal = (actual, expected) => {
  if (actual !== expected) throw new Error(`got ${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`)
}

for (const when of ['before', 'after']) {
  test(`delivers where time is faked ${when} it is configured`, async () => {
    const { startFakePostHog } = await load('lipservice/testing')
    const { configureAdaptiveLogging } = await load('lipservice')
    const posthog = await startFakePostHog()
    if (when === 'before') fakeTimers()
    const logging = configureAdaptiveLogging({ posthogApiKey: posthog.token, posthogHost: posthog.url })
    if (when === 'after') fakeTimers()
    // Faked or not, it sends by itself.
    logging.getLogger('app').emit({ severityNumber: 17, body: 'first' })
    await posthog.waitFor(1)
    posthog.answer([{ status: 503 }])
    logging.getLogger('app').emit({ severityNumber: 17, body: 'second' })
    await logging.forceFlush()
    equal(posthog.records.length, 2)
    logging.getLogger('app').emit({ severityNumber: 17, body: 'third' })
    await logging.shutdown()
    equal(posthog.records.length, 3)
    realTimers()
    await posthog.close()
  })
}

test('a flush has its deadline where time is faked', async () => {
  const { startFakePostHog } = await load('lipservice/testing')
  const { configureAdaptiveLogging } = await load('lipservice')
  const posthog = await startFakePostHog()
  posthog.answer(() => ({ misbehave: 'hang' }))
  const logging = configureAdaptiveLogging({ posthogApiKey: posthog.token, posthogHost: posthog.url })
  fakeTimers()
  logging.getLogger('app').emit({ severityNumber: 17, body: 'never answered' })
  await logging.forceFlush({ timeoutMillis: 50 })
  equal(logging.stats().delivery.pending, 1)
  await logging.shutdown({ timeoutMillis: 50 })
  realTimers()
  await posthog.close()
})

test('modules that are loaded anew ship nothing twice', async () => {
  const { startFakePostHog } = await load('lipservice/testing')
  const posthog = await startFakePostHog()
  const { default: pino } = await load('pino')
  const { default: winston } = await load('winston')
  const line = pino({}, { write() {} })
  const logger = winston.createLogger({ transports: [new winston.transports.Console({ silent: true })] })
  const copies = new Set()
  let logging
  for (let i = 0; i < 3; i++) {
    resetModules?.()
    const { configureAdaptiveLogging } = await load('lipservice')
    const { wrapConsole } = await load('lipservice/console')
    const { wrapPino } = await load('lipservice/pino')
    const { wrapLogger } = await load('lipservice/winston')
    logging = configureAdaptiveLogging({ posthogApiKey: posthog.token, posthogHost: posthog.url })
    copies.add(wrapConsole)
    wrapConsole()
    wrapPino(line)
    wrapLogger(logger)
  }
  equal(copies.size, resetModules === undefined ? 1 : 3)
  console.warn('by the console')
  line.error('by pino')
  logger.error('by winston')
  await logging.shutdown()
  equal(
    posthog.records
      .map(({ body }) => body)
      .sort()
      .join(),
    'by pino,by the console,by winston',
  )
  await posthog.close()
})

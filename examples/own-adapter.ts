/** An adapter for a logger that LipService has none for, here bunyan: `sample` decides, `ship` sends what is kept. */
import Bunyan from 'bunyan'
import { type AdaptiveLogging, configureAdaptiveLogging, type LogRecord } from 'lipservice'

/** What bunyan gives to a raw stream. */
interface Line extends Record<string, unknown> {
  readonly level: number
  readonly time: Date
  readonly msg: string
  readonly name: string
  readonly err?: unknown
}

/** A bunyan stream that samples what it is given and ships what is kept. */
function lipserviceStream(logging: AdaptiveLogging): Bunyan.Stream {
  const toRecord = ({ level, time, msg, err, pid: _, hostname: __, v: ___, name, ...fields }: Line): LogRecord => ({
    timestamp: time,
    // bunyan's 10, 20, … 60 are trace, debug, … fatal: OpenTelemetry's 1, 5, … 21.
    severityNumber: Math.max(1, Math.min(21, level / 2.5 - 3)),
    severityText: Bunyan.nameFromLevel[level],
    body: msg,
    attributes: fields,
    exception: err,
    instrumentationScope: { name },
  })
  const write = (line: Line) => {
    const record = toRecord(line)
    const decision = logging.sample(record)
    if (decision.keep) logging.ship(record, decision)
  }
  return { type: 'raw', stream: { write } as unknown as NodeJS.WritableStream }
}

const logging = configureAdaptiveLogging({ serviceName: 'own-adapter-example' })
const logger = Bunyan.createLogger({
  name: 'shop',
  serializers: Bunyan.stdSerializers,
  streams: [lipserviceStream(logging)],
})

for (let i = 0; i < 5_000; i++) {
  logger.info({ amount: i }, 'payment %d accepted', i)
  if (i % 500 === 0) logger.error(new Error(`payment ${i} declined`))
}

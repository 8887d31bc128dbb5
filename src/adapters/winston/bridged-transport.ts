import { decisionOf } from '../../ownership/decided-once.js'
import { beginForwarding, endForwarding } from '../../ownership/forwarding.js'

interface Transport {
  readonly name?: unknown
  log?(info: unknown, next: () => void): unknown
}

const MARKED = Symbol.for('lipservice.winston.forwarding')

/** Transports that hand calls on to what is sampled as well: the console, and OpenTelemetry. */
const isBridge = (transport: Transport) =>
  transport.name === 'console' || transport.constructor?.name === 'OpenTelemetryTransportV3'

/** Makes known, while such a transport is at work, that the record is the wrapped logger's. */
export function forwardFrom(target: unknown): void {
  const transport = target as Transport & { [MARKED]?: true }
  if (typeof transport?.log !== 'function' || !isBridge(transport) || transport[MARKED]) return
  transport[MARKED] = true
  const { log } = transport
  transport.log = function (this: unknown, info, next) {
    if (typeof info !== 'object' || info === null || decisionOf(info) === undefined) return log.call(this, info, next)
    const outer = beginForwarding('winston')
    try {
      return log.call(this, info, next)
    } finally {
      endForwarding(outer)
    }
  }
}

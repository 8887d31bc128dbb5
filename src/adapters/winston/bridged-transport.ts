import { handedOn, handOn } from '../../ownership.js'
import { DECIDED, type Info } from './info-record.js'

interface Transport {
  readonly name?: unknown
  log?(info: unknown, next: () => void): unknown
}

const MARKED = Symbol.for('lipservice.winston.handing-on')

/** Transports that hand calls on to what is sampled as well: the console, and OpenTelemetry. */
const isBridge = (transport: Transport) =>
  transport.name === 'console' || transport.constructor?.name === 'OpenTelemetryTransportV3'

/** Makes known, while such a transport is at work, that the record is the wrapped logger's. */
export function handOnFrom(target: unknown): void {
  const transport = target as Transport & { [MARKED]?: true }
  if (typeof transport?.log !== 'function' || !isBridge(transport) || transport[MARKED]) return
  transport[MARKED] = true
  const { log } = transport
  transport.log = function (this: unknown, info, next) {
    if ((info as Info | undefined)?.[DECIDED] === undefined) return log.call(this, info, next)
    const outer = handOn('winston')
    try {
      return log.call(this, info, next)
    } finally {
      handedOn(outer)
    }
  }
}

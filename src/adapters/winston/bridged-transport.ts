import { beginForwarding, endForwarding } from '../../ownership/forwarding.js'
import { takenOnce } from '../../ownership/taken-once.js'
import { followCalls, type Transport } from './transport-calls.js'

/** Transports that hand calls on to what is sampled as well: the console, and OpenTelemetry. */
const isBridge = (transport: Transport) =>
  transport.name === 'console' || transport.constructor?.name === 'OpenTelemetryTransportV3'

/** Makes known, while such a transport is at work, that the record is the wrapped logger's. */
export function forwardFrom(target: unknown): void {
  const transport = target as Transport | null | undefined
  if (typeof transport?.log !== 'function' || !isBridge(transport)) return
  const { isNew } = takenOnce(transport, 'winston bridge', () => true)
  if (!isNew) return
  const { log } = transport
  const callOf = followCalls(transport)
  transport.log = function (this: unknown, info, next) {
    const call = typeof info === 'object' && info !== null ? callOf(info) : undefined
    if (call?.decision === undefined) return log.call(this, info, next)
    const outer = beginForwarding('winston')
    try {
      return log.call(this, info, next)
    } finally {
      endForwarding(outer)
    }
  }
}

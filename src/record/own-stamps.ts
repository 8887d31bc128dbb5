import type { LogRecord } from './log-record.js'

type Stamps = Readonly<Record<string, string | number>>

const stamps = new WeakMap<object, Stamps>()

/**
 * Remembers the stamps of a record that goes through an OpenTelemetry SDK, so that an exporter of ours knows them from attributes of that name
 * that an app, or whoever sends it data, has set.
 *
 * @param mark the SDK's record, or the HrTime that it is made with, which SDKs keep as it is
 */
export function rememberStamps(mark: object, own: Stamps): void {
  stamps.set(mark, own)
}

/** Returns the stamps that we gave a record; `undefined` if it has none of ours. */
export function ownStampsOf(record: LogRecord): Stamps | undefined {
  const { hrTime } = record
  return stamps.get(record) ?? (typeof hrTime === 'object' && hrTime !== null ? stamps.get(hrTime) : undefined)
}

import type { LogRecord } from '../log-record.js'
import type { Redactor } from '../redaction/redactor.js'
import { createSizeBudget, entriesOf, plainValue, safeValue } from '../values/safe-value.js'

/** Body and attributes for an exporter that is not ours: what holds no secret stays the very value it was. */
export function redactedRecord(
  { body, attributes = {} }: LogRecord,
  redactor: Redactor,
): { readonly body: unknown; readonly attributes: Record<string, unknown> } {
  const budget = createSizeBudget()
  const safeBody = safeValue(body, budget)
  const entries = entriesOf(safeValue(attributes, budget))
  const before = new Map(entries)
  const parts = redactor.parts({ body: safeBody, attributes: entries })
  const changed: Record<string, unknown> = { ...attributes }
  for (const key of before.keys()) if (!parts.attributes.some(([name]) => name === key)) changed[key] = undefined
  for (const [key, value] of parts.attributes) {
    if (!isSame(before.get(key), value)) changed[key] = plainValue(value)
  }
  return { body: isSame(safeBody, parts.body) ? body : parts.body && plainValue(parts.body), attributes: changed }
}

function isSame(a: unknown, b: unknown): boolean {
  return a === b || (typeof a === 'object' && JSON.stringify(a) === JSON.stringify(b))
}

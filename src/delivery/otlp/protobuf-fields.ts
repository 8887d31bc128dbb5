// Field numbers of opentelemetry/proto/{logs,common,resource}/v1.

/** Of KeyValue. */
export const KEY = 1
export const VALUE = 2
/** Of ArrayValue and KeyValueList. */
export const VALUES = 1
/** Of AnyValue. */
export const ANY = { string: 1, bool: 2, int: 3, double: 4, array: 5, kvlist: 6, bytes: 7 } as const
/** Of LogRecord. */
export const RECORD = {
  time: 1,
  severityNumber: 2,
  severityText: 3,
  body: 5,
  attributes: 6,
  droppedAttributes: 7,
  flags: 8,
  traceId: 9,
  spanId: 10,
  observedTime: 11,
  eventName: 12,
} as const
/** Of ExportLogsServiceRequest. */
export const RESOURCE_LOGS = 1
/** Of ResourceLogs. */
export const RESOURCE = 1
export const SCOPE_LOGS = 2
/** Of Resource. */
export const RESOURCE_ATTRIBUTES = 1
/** Of ScopeLogs. */
export const SCOPE = 1
export const LOG_RECORDS = 2
/** Of InstrumentationScope. */
export const SCOPE_NAME = 1
export const SCOPE_VERSION = 2

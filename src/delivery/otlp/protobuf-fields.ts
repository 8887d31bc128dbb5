// Field numbers of opentelemetry/proto/{logs,common,resource}/v1.

/** Of KeyValue. */
export const KEY = 1
export const VALUE = 2
/** Of ArrayValue and KeyValueList. */
export const VALUES = 1
/** Of AnyValue. */
export const ANY_STRING = 1
export const ANY_BOOL = 2
export const ANY_INT = 3
export const ANY_DOUBLE = 4
export const ANY_ARRAY = 5
export const ANY_KVLIST = 6
export const ANY_BYTES = 7
/** Of LogRecord. */
export const RECORD_TIME = 1
export const RECORD_SEVERITY_NUMBER = 2
export const RECORD_SEVERITY_TEXT = 3
export const RECORD_BODY = 5
export const RECORD_ATTRIBUTES = 6
export const RECORD_DROPPED_ATTRIBUTES = 7
export const RECORD_FLAGS = 8
export const RECORD_TRACE_ID = 9
export const RECORD_SPAN_ID = 10
export const RECORD_OBSERVED_TIME = 11
export const RECORD_EVENT_NAME = 12
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

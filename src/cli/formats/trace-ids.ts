const TRACE_ID = /^[0-9a-f]{32}$/i
const SPAN_ID = /^[0-9a-f]{16}$/i

export const isTraceId = (value: unknown): value is string => typeof value === 'string' && TRACE_ID.test(value)

export const isSpanId = (value: unknown): value is string => typeof value === 'string' && SPAN_ID.test(value)

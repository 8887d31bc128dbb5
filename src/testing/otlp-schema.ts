import protobuf from 'protobufjs/light.js'

/** opentelemetry/proto/collector/logs/v1, with the messages that it is made of. */
const field = (type: string, id: number, rule?: 'repeated') => ({ type, id, ...(rule && { rule }) })

const schema = {
  nested: {
    ExportLogsServiceRequest: { fields: { resourceLogs: field('ResourceLogs', 1, 'repeated') } },
    ResourceLogs: {
      fields: {
        resource: field('Resource', 1),
        scopeLogs: field('ScopeLogs', 2, 'repeated'),
        schemaUrl: field('string', 3),
      },
    },
    Resource: {
      fields: { attributes: field('KeyValue', 1, 'repeated'), droppedAttributesCount: field('uint32', 2) },
    },
    ScopeLogs: {
      fields: {
        scope: field('InstrumentationScope', 1),
        logRecords: field('LogRecord', 2, 'repeated'),
        schemaUrl: field('string', 3),
      },
    },
    InstrumentationScope: {
      fields: {
        name: field('string', 1),
        version: field('string', 2),
        attributes: field('KeyValue', 3, 'repeated'),
        droppedAttributesCount: field('uint32', 4),
      },
    },
    LogRecord: {
      fields: {
        timeUnixNano: field('fixed64', 1),
        severityNumber: field('int32', 2),
        severityText: field('string', 3),
        body: field('AnyValue', 5),
        attributes: field('KeyValue', 6, 'repeated'),
        droppedAttributesCount: field('uint32', 7),
        flags: field('fixed32', 8),
        traceId: field('bytes', 9),
        spanId: field('bytes', 10),
        observedTimeUnixNano: field('fixed64', 11),
        eventName: field('string', 12),
      },
    },
    KeyValue: { fields: { key: field('string', 1), value: field('AnyValue', 2) } },
    AnyValue: {
      oneofs: {
        value: {
          oneof: ['stringValue', 'boolValue', 'intValue', 'doubleValue', 'arrayValue', 'kvlistValue', 'bytesValue'],
        },
      },
      fields: {
        stringValue: field('string', 1),
        boolValue: field('bool', 2),
        intValue: field('int64', 3),
        doubleValue: field('double', 4),
        arrayValue: field('ArrayValue', 5),
        kvlistValue: field('KeyValueList', 6),
        bytesValue: field('bytes', 7),
      },
    },
    ArrayValue: { fields: { values: field('AnyValue', 1, 'repeated') } },
    KeyValueList: { fields: { values: field('KeyValue', 1, 'repeated') } },
  },
}

export const exportLogsServiceRequest = protobuf.Root.fromJSON(schema).lookupType('ExportLogsServiceRequest')

import { z } from '@hono/zod-openapi'
import { type FieldSchema, POLICY_SCHEMA, STATS_RECEIPT_SCHEMA, STATS_REPORT_SCHEMA } from 'lipservice/protocol'

type Metadata = Parameters<z.ZodUnknown['openapi']>[1]

/** Fields of a policy that the server gives. */
const GIVEN = new Set(['version', 'service', 'issued_at'])

/** A document of the protocol, described by its own rows. Its parser checks it, not this schema. */
function documentOf(name: string, description: string, schema: FieldSchema) {
  return z.unknown().openapi(name, { ...structuredClone(schema), description } as Metadata)
}

export const policySchema = documentOf('Policy', 'What SDKs sample by.', POLICY_SCHEMA)

export const policyDraftSchema = documentOf(
  'PolicyDraft',
  `A policy without ${[...GIVEN].join(', ')}: the server gives them.`,
  {
    type: 'object',
    properties: Object.fromEntries(Object.entries(POLICY_SCHEMA.properties ?? {}).filter(([name]) => !GIVEN.has(name))),
  },
)

export const statsReportSchema = documentOf(
  'StatsReport',
  'Counts since the last report of this instance.',
  STATS_REPORT_SCHEMA,
)

export const statsReceiptSchema = documentOf('StatsReceipt', 'What an SDK does next.', STATS_RECEIPT_SCHEMA)

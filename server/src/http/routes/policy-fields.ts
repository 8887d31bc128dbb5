import { z } from '@hono/zod-openapi'
import type { CanaryFigures, ReplayFigures } from '../../policies/rollout-desk.js'
import type { NamedTemplate } from '../../store/contracts/patterns.js'
import { POLICY_KINDS, POLICY_STAGES, type PolicySummary } from '../../store/contracts/policies.js'

/** Signatures as they stand in reasons: `it thins protected patterns: 0123456789abcdef`. */
const SIGNATURES = /\b[0-9a-f]{16}\b/g

const stage = z.object({ stage: z.enum(POLICY_STAGES), at: z.number().int(), reason: z.string() })

/** A version without its document. */
export const summaryFields = {
  version: z.number().int(),
  kind: z.enum(POLICY_KINDS).openapi({ description: 'What made it.' }),
  stage: z.enum(POLICY_STAGES).openapi({ description: 'Where it stands.' }),
  stage_at: z.number().int(),
  stage_reason: z.string(),
  stages: z.array(stage).openapi({ description: 'All that it came to, the first first.' }),
  created_at: z.number().int(),
  created_by: z.string(),
  restored_from: z.number().int().nullable(),
  forecast: z.looseObject({}).nullable(),
}
export const summarySchema = z.object(summaryFields).openapi('PolicySummary')

export const replaySchema = z
  .object({
    hours: z.number(),
    bytes_per_day: z.number(),
    kept_bytes_per_day: z.number(),
    budget_error: z.number().nullable().openapi({ description: 'Of the budget: 0.05 = 5 % too much.' }),
    median_error: z.number().openapi({ description: 'Relative standard error of a count, an hour of a pattern.' }),
    worst_error: z.number(),
    misses: z.number().openapi({ description: 'Hours of a pattern of which nothing is expected to be kept.' }),
    problem: z.string().nullable().openapi({ description: 'Why it must not be put in force.' }),
  })
  .openapi('Replay')

const both = <T extends z.ZodType>(value: T) => z.object({ trying: value, others: value })
export const canarySchema = z
  .object({
    share: z.number(),
    instances: z.object({ all: z.number().int(), trying: z.number().int() }),
    records: both(z.number()),
    errors: both(z.number().nullable()).openapi({ description: 'Part of the records, 0–1.' }),
    spend: z.object({ kept: z.number(), planned: z.number() }).openapi({
      description: 'Bytes besides what must be kept.',
    }),
  })
  .openapi('Canary')

export const templateSchema = z.object({ signature: z.string(), check: z.string().nullable(), template: z.string() })

export function shownSummary(found: PolicySummary) {
  return {
    version: found.version,
    kind: found.kind,
    stage: found.stage,
    stage_at: found.stageAt,
    stage_reason: found.stageReason,
    stages: found.stages,
    created_at: found.createdAt,
    created_by: found.createdBy,
    restored_from: found.restoredFrom ?? null,
    forecast: found.forecast === undefined ? null : shownForecast(JSON.parse(found.forecast) as StoredForecast),
  }
}

type StoredForecast = Readonly<Record<string, unknown>> & { readonly replay?: ReplayFigures }

/** Why patterns are kept stands in the answer about patterns: here it is left out, it may be long. */
export function shownForecast({ replay, kept_for: _, locked: __, ...forecast }: StoredForecast) {
  return { ...forecast, ...(replay !== undefined && { replay: shownReplay(replay) }) }
}

export function shownReplay(replay: ReplayFigures) {
  return {
    hours: replay.hours,
    bytes_per_day: replay.bytesPerDay,
    kept_bytes_per_day: replay.keptBytesPerDay,
    budget_error: replay.budgetError ?? null,
    median_error: replay.medianError,
    worst_error: replay.worstError,
    misses: replay.misses,
    problem: replay.problem ?? null,
  }
}

export function shownCanary({ share, instances, records, errors, spend }: CanaryFigures) {
  return {
    share,
    instances,
    records,
    errors: { trying: errors.trying ?? null, others: errors.others ?? null },
    spend,
  }
}

/** Returns the signatures that texts name, each once. */
export function signaturesIn(texts: readonly string[]): string[] {
  return [...new Set(texts.flatMap((text) => text.match(SIGNATURES) ?? []))]
}

export function shownTemplates(found: readonly NamedTemplate[]) {
  return found.map(({ signature, check, template }) => ({ signature, check: check === '' ? null : check, template }))
}

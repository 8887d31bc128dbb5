import { z } from '@hono/zod-openapi'
import type { EpochMillis } from '../../internal/clock.js'
import type { Period } from '../../store/store.js'
import { Problem } from '../problem.js'

const DAY_SECONDS = 86_400
const MAX_DAYS = 400
const time = z.coerce.number().int().nonnegative()

/** `from` and `to` in epoch seconds; the last day without them. */
export const periodFields = {
  from: time.optional().openapi({ description: 'Epoch seconds. Default: a day before `to`.' }),
  to: time.optional().openapi({ description: 'Epoch seconds. Default: now.' }),
}

export function periodOf(
  { from, to }: { from?: number | undefined; to?: number | undefined },
  now: EpochMillis,
): Period {
  const end = to ?? Math.floor(now / 1000) + 60
  const start = from ?? end - DAY_SECONDS
  if (start >= end) throw new Problem(422, 'query.from must be before query.to')
  if (end - start > MAX_DAYS * DAY_SECONDS) throw new Problem(422, `a period must have at most ${MAX_DAYS} days`)
  return { from: start, to: end }
}

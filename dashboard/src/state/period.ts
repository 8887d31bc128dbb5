import { computed } from '@preact/signals'
import { serverNow } from './pulse.js'
import { query } from './url.js'

/** Days that a screen can look back. */
export const PERIODS = [1, 7, 30] as const
export type Days = (typeof PERIODS)[number]

const DAY = 86_400

/** The period that the address names; a day where it names none. */
export const days = computed<Days>(() => PERIODS.find((one) => String(one) === query.value.get('days')) ?? 1)

/**
 * Returns the period as the API takes it. A day is what it takes by itself: it goes by the server's clock alone.
 *
 * @example api.GET('/api/v1/savings', { params: { query: periodOf(7) } })
 */
export const periodOf = (period: Days): { from?: number } =>
  period === 1 ? {} : { from: Math.floor(serverNow()) - period * DAY }

/** Returns where a period begins, epoch seconds by the server's clock. */
export const startOf = (period: Days): number => Math.floor(serverNow()) - period * DAY

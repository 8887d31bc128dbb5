import type { components } from '../api/schema.js'

/** One change: who did what, and why. */
export type AuditEntry = components['schemas']['AuditEntry']

/** Rates and paces that the allocator adjusts by itself: over nine of ten entries. */
export const isAdjustment = ({ action, detail }: AuditEntry): boolean =>
  action === 'policy.active' && detail['kind'] === 'adjustment'

import { periods } from './periods.js'

type Days = keyof typeof periods.last

/** Words of the savings. */
export const savingsTexts = {
  csv: 'CSV',
  csvTitle: 'This table as CSV',
  by: 'By',
  bys: { service: 'Service', class: 'Class', pattern: 'Pattern' },
  kpi: {
    saved: (days: Days) => `Saved, last ${periods.last[days]}`,
    logged: 'All of it would have cost',
    sent: 'Sent instead',
    guarantees: 'Of it guarantees',
    guaranteesWhy: 'kept whatever the budget',
    overhead: 'Of it stamps and batches',
    overheadWhy: 'what LipService adds to records',
    shadow: 'Shadow mode',
    shadowWhy: 'more, had it been active',
    errorRate: 'Counts true to',
    errorWhy: 'the worst service; guarantees are exact',
    nothing: 'nothing was sent',
  },
  caption: {
    service: (days: Days) => `Savings by service, last ${periods.last[days]}`,
    class: (days: Days) => `Savings by class of pattern, last ${periods.last[days]}`,
    pattern: (days: Days) => `Savings by pattern, most bytes first, last ${periods.last[days]}`,
  },
  columns: {
    service: 'Service',
    class: 'Class',
    pattern: 'Pattern',
    logged: 'Logged',
    sent: 'Sent',
    without: 'Without sampling',
    cost: 'Cost',
    saved: 'Saved',
    share: 'Saved of it',
    exact: 'Counts ±',
  },
  all: 'All together',
  patterns: (many: string) => many,
  withoutOverhead: 'Of patterns without what stamps and batches add: these are a little below the bill.',
  first: (shown: string) => `The ${shown} patterns with most bytes; the CSV has up to 10,000.`,
  nothing: 'Nothing was logged in this period.',
  guarantees: {
    title: 'What the guarantees cost',
    why: 'These are kept whatever the budget is. What they take is taken from the rest.',
    columns: { name: 'Guarantee', records: 'Records', amount: 'Bytes', cost: 'Cost', part: 'Of all that was sent' },
    none: 'No record was kept for a guarantee in this period.',
    reasons: {
      error: 'Errors',
      pinned: 'Security, audit, exemptions',
      incident: 'While everything was kept',
      first: 'First of each pattern',
      novel: 'The next of a new pattern',
      failed: 'Failures by their outcome',
      failed_open: 'Kept as the decision failed',
    },
    share: (part: string) => `${part} of what was sent`,
  },
  classes: {
    error: 'Errors',
    security: 'Security',
    audit: 'Audit',
    health_check: 'Health checks',
    business: 'Business',
    debug: 'Debug',
    unknown: 'Other',
  },
  exact:
    'A count that is rebuilt from what was sent varies by this standard error. What must be kept is counted exactly, and makes it smaller.',
} as const

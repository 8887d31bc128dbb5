/** Words of dialogs that change something. */
export const actions = {
  reason: 'Reason, for the audit',
  until: 'Until',
  untils: {
    forever: 'For good',
    hour: 'In an hour',
    day: 'In a day',
    week: 'In 7 days',
    month: 'In 30 days',
  },
  basis: 'By the last 24 hours.',
  aDay: (amount: string) => `${amount} a day`,
  aMonth: (amount: string) => `(${amount} a month)`,
  taken: (share: string) => `${share} of the budget taken from the other patterns.`,
  left: (share: string) => `${share} of the budget left to the other patterns.`,
  noChange: 'Costs no more and no less.',
  undone: (what: string) => `Undone: ${what}`,
  undoFailed: (why: string) => `Not undone: ${why}`,
  offline: 'The server does not answer: nothing can be changed now.',
} as const

/** Words of what is done to patterns. */
export const overrideTexts = {
  keepAll: 'Keep all of it…',
  keptAll: 'Exempt already: change…',
  lock: 'Lock the rate…',
  label: 'Say what it is…',
  postHog: 'Open in PostHog',
  undo: (what: string) => `Undo: ${what}`,
  kinds: { exemption: 'the exemption', lock: 'the lock', label: 'the label' },
  titles: {
    exemption: 'Keep all of a pattern',
    lock: 'Lock the rate of a pattern',
    label: 'Say what a pattern is',
  },
  verbs: { exemption: 'Keep all', lock: 'Lock rate', label: 'Label it' },
  hints: {
    exemption: 'the fraud team reads every one',
    lock: 'support counts these',
    label: 'an order is business, whatever its words',
  },
  done: { exemption: 'All of it is kept', lock: 'Its rate is locked', label: 'It is labelled' },
  removed: { exemption: 'The exemption is gone', lock: 'The lock is gone', label: 'The label is gone' },
  undoReason: 'undone',
  rate: 'Rate, per cent',
  class: 'It is',
  what: {
    exemption: 'Every record of it is kept, whatever the budget.',
    lock: 'The allocator leaves its rate alone.',
    label: 'It counts as what you say, not by its words: security and audit are kept whole, business counts double.',
  },
  kept: (before: string, after: string) => `${before} → ${after} kept.`,
  labelCost: 'What it costs is seen with the next policy.',
  when: 'In force with the next policy, within a minute. SDKs hear of it with their next report.',
} as const

/** Words of the switch that keeps everything. */
export const switchTexts = {
  open: 'Keep everything…',
  title: (service: string) => `Keep everything of ${service}`,
  extendTitle: (service: string) => `Keep everything of ${service} for longer`,
  verb: 'Keep everything',
  hint: 'who pays twice?',
  minutes: 'Minutes from now, 60 at most',
  cost: (amount: string, minutes: number) => `≈ ${amount} for ${minutes} minutes`,
  ends: 'It ends by itself; the policy then goes on as before.',
  done: (minutes: number) => `Everything is kept for ${minutes} minutes`,
  what: (service: string) => `keeping everything of ${service}`,
  note: (service: string, until: string) => `Everything of ${service} is kept until ${until}`,
  by: (reason: string, who: string, at: string) => ` · ${reason} (${who}, ${at})`,
  left: (span: string) => ` · ${span} left; then the policy goes on as before.`,
  extend: 'Longer…',
  end: 'End keep-all…',
  endTitle: (service: string) => `Keep no longer everything of ${service}`,
  endWhat: 'The policy that was in force before goes on at once.',
  endVerb: 'End it',
  endHint: 'the incident is over',
  ended: 'The policy goes on as before',
} as const

/** Words of dialogs that take something away for good. */
export const removalTexts = {
  template: 'Take the text out…',
  templateTitle: 'Take the text of a pattern out',
  templateWhat:
    'The text leaves the server for good, also out of incidents: it may be somebody’s name. Counts, rates and what people fixed stay. It cannot be undone.',
  templateVerb: 'Take it out',
  templateHint: 'it has a customer’s address in it',
  templateDone: 'The text is gone',
  service: 'Delete this service…',
  serviceTitle: (service: string) => `Delete ${service}`,
  serviceWhat:
    'Everything that is kept of it leaves within minutes, but what stands in the audit. If it reports again, it is a new service. It cannot be undone.',
  serviceName: 'Its name, to be sure',
  serviceVerb: 'Delete',
  serviceHint: 'it was switched off in March',
  serviceDone: (service: string) => `${service} is deleted`,
} as const

/** Words of the dialog of a budget. */
export const budgetTexts = {
  ofTeam: 'Budget of the team',
  of: (service: string) => `Budget of ${service}`,
  verb: 'Set budget',
  hint: 'the bill of November',
  amount: 'Amount',
  unit: 'Unit',
  units: { usd_per_month: 'dollars a month', gb_per_day: 'GB a day', records_per_second: 'records a second' },
  when: 'A plan for it is replayed over the past week, compared with what comes in for an hour, and tried on one instance in twenty before it is in force.',
  what: 'the budget',
  undone: 'undone',
  isSet: (budget: string) => `Budget set: ${budget}`,
  noAmount: 'Say an amount to see what it comes to.',
  day: (bytes: string, cost: string) => `${bytes} a day, ${cost}.`,
  share: (share: string) => `That is ${share} of what was logged in the last 24 hours.`,
  replaying: 'Replaying the past…',
  replay: (hours: string, kept: string, cost: string, all: string) =>
    `Over the last ${hours} hours it would have kept ${kept} (${cost}) of ${all} a day;`,
  exact: (error: string) => `an hour’s count of a pattern true to ±${error}.`,
  problem: (why: string) => `It could not be put in force: ${why}.`,
  noReplay: (why: string) => `It cannot be replayed: ${why}.`,
  overbooked: 'Own budgets then take all of the team’s: nothing is left for services without one.',
  setMeanwhile: (budget: string, who: string, at: string) =>
    `Meanwhile ${who} set ${budget} (${at}). Set yours again to replace it, or cancel.`,
  removedMeanwhile: 'Meanwhile the budget was removed. Set yours again, or cancel.',
} as const

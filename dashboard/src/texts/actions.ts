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

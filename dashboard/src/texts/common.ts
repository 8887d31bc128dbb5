/** Words that several screens share. */
export const common = {
  name: 'LipService',
  undo: 'Undo',
  cancel: 'Cancel',
  close: 'Close',
  retry: 'Try again',
  noAnswer: 'the server does not answer',
  failed: 'It failed; nothing was changed.',
  forbidden: (detail: string) => `Not for this key: ${detail}.`,
  sentence: (detail: string) =>
    `${detail.charAt(0).toUpperCase()}${detail.slice(1)}${/[.!?]$/.test(detail) ? '' : '.'}`,
  actions: 'Actions',
  copy: 'Copy',
  notCopied: 'The browser lets nothing be copied here. Mark the text and copy it by hand.',
  /** Actors that are no keys. */
  parts: { allocator: 'Allocator', rollouts: 'Roll-out', server: 'Server' },
  copied: (what: string) => `${what} copied`,
  live: (at: string) => `Live · ${at}`,
  asOf: (at: string) => `As of ${at}`,
  liveTitle: 'Each instance reports once a minute; this page asks every 10 seconds whether anything changed.',
  budget: {
    gb_per_day: (amount: string) => `${amount} GB a day`,
    usd_per_month: (amount: string) => `${amount} a month`,
    records_per_second: (amount: string) => `${amount} records/s`,
  },
  records: (many: string) => `${many} records`,
  waits: (seconds: number) => `It is asked for again in ${seconds} s.`,
  period: 'Period',
  periods: { 1: '24 h', 7: '7 days', 30: '30 days' },
  ago: (span: string) => `${span} ago`,
} as const

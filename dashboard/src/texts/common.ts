/** Words that several screens share. */
export const common = {
  name: 'LipService',
  undo: 'Undo',
  cancel: 'Cancel',
  retry: 'Try again',
  noAnswer: 'the server does not answer',
  failed: 'It failed; nothing was changed.',
  forbidden: (detail: string) => `Not for this key: ${detail}.`,
  sentence: (detail: string) =>
    `${detail.charAt(0).toUpperCase()}${detail.slice(1)}${/[.!?]$/.test(detail) ? '' : '.'}`,
  copied: (what: string) => `${what} copied`,
  live: (at: string) => `Live · ${at}`,
  asOf: (at: string, why: string) => `As of ${at} · ${why}`,
  liveTitle: 'Each instance reports once a minute; this page asks every 10 seconds whether anything changed.',
  ago: (span: string) => `${span} ago`,
} as const

/** What is said where something failed. */
export const failures = {
  retry: 'Try again',
  noAnswer: 'the server does not answer',
  failed: 'It failed; nothing was changed.',
  forbidden: (detail: string) => `Not for this key: ${detail}.`,
  sentence: (detail: string) =>
    `${detail.charAt(0).toUpperCase()}${detail.slice(1)}${/[.!?]$/.test(detail) ? '' : '.'}`,
  waits: (seconds: number) => `It is asked for again in ${seconds} s.`,
  notDrawn: 'This part cannot be shown: what the server answered is not what this page knows.',
  notLoaded: 'it cannot be loaded',
  outdated: 'the server has another version of this page by now',
  reload: 'Reload',
} as const

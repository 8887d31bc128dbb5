/** How far a screen looks back, and how long ago something was. */
export const periods = {
  title: 'Period',
  last: { 1: '24 h', 7: '7 days', 30: '30 days' },
  ago: (span: string) => `${span} ago`,
} as const

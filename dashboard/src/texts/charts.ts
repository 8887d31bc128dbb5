/** Words of charts. */
export const charts = {
  kind: 'time chart',
  time: 'Time',
  nothing: '–',
  asTable: 'As table',
  point: (time: string, values: readonly string[]) => `${time}: ${values.length === 0 ? 'nothing' : values.join(', ')}`,
} as const

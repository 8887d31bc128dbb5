/** Words of the help with keys. */
export const keys = {
  title: 'Keys',
  single: 'Single keys do something: all but the first and the arrows',
  all: (mod: string) =>
    [
      [`${mod}K`, 'Search everything'],
      ['g o · g s · g p · g i', 'Overview, services, patterns, incidents'],
      ['/', 'Search in the table'],
      ['j · k', 'Next and previous row'],
      ['Enter', 'Open a row'],
      ['e · l · o', 'Keep all, lock the rate, open in PostHog'],
      ['← · →', 'Along a chart'],
      ['?', 'These keys'],
      ['Esc', 'Close'],
    ] as const,
} as const

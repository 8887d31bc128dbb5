/** Words of the dashboard that the server keeps in PostHog. */
export const boardTexts = {
  title: 'Dashboard in PostHog',
  notAsked: 'not asked for',
  states: { idle: 'asked for', ok: 'is kept', failing: 'fails' },
  what: 'The server can make a dashboard in the project: what is logged, sent and saved, with marks of policies and incidents. It makes nothing there by itself.',
  kept: 'Looked at every hour: what is missing is made, and what somebody changed there stays as it is.',
  comes: (at: string) => `It is made with the next run, ${at}.`,
  did: (at: string, writes: string, marks: string, edited: string) =>
    `Last run, ${at}: ${writes} written, ${marks} marks set${edited}.`,
  edited: (many: string) => `; ${many} that somebody changed are left alone`,
  make: 'Have it made',
  again: 'Have it made again',
  makeTitle: 'Have a dashboard made in PostHog',
  makeWhat:
    'A dashboard with its insights and views, and marks in its graphs. What is there already and as it should be is not written; one that somebody removed is made anew. Remove takes all of it away again.',
  asked: 'The dashboard is asked for',
  remove: 'Remove from PostHog',
  removeTitle: 'Remove what was made in PostHog',
  removeWhat: (made: string) =>
    `Of ${made} things that were made there, those that nobody changed are removed. The server looks after the dashboard no more, and the connection stays.`,
  removed: (removed: string) => `Removed from PostHog: ${removed}`,
  removedBut: (removed: string, left: string) =>
    `Removed from PostHog: ${removed}; ${left} that somebody changed stay there`,
} as const

/** Words of the search of everything. */
export const palette = {
  title: 'Search everything',
  hint: 'Page, service, policy, incident or pattern',
  page: 'page',
  service: 'service',
  policy: 'policy',
  incident: 'incident',
  action: 'action',
  patternOf: (service: string) => `pattern of ${service}`,
  policiesOf: (service: string) => `Policies of ${service}`,
  setUp: 'Set up a service',
  verdicts: 'What a language model says of patterns',
  nothing: 'Nothing fits.',
  searching: 'Searching patterns…',
  failed: (why: string) => `Patterns cannot be searched: ${why}`,
  found: (many: number) => (many === 1 ? '1 result' : `${many} results`),
} as const

/** What an incident is in two words: the first screen says it, too. */
export const headlines = {
  error_surge: 'errors surge',
  silence: 'something fell silent',
  spike: 'a pattern spikes',
  new_pattern: 'something new warns',
  unknown: 'an incident is open',
} as const

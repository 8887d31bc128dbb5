/** `conflict`: the server is not set up for it, or somebody else is at it. */
export interface Refused {
  readonly refused: 'invalid' | 'conflict' | 'missing' | 'busy'
  readonly problem: string
}

export const missing: Refused = { refused: 'missing', problem: 'the team has no connection to PostHog' }
export const busy = (problem: string): Refused => ({ refused: 'busy', problem })

import type { components } from '../../api/schema.js'

type Schemas = components['schemas']

/** One version, with what it says otherwise than another. */
export interface WholeVersion extends Omit<Schemas['PolicyVersion'], 'policy'> {
  readonly policy?: Schemas['Policy'] | null | undefined
}

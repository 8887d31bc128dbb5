import type { JSX } from 'preact'
import { Chip, type Tone } from '../../parts/marks.js'
import { policyTexts as texts } from '../../texts/policies.js'
import type { Version } from './fold-versions.js'

const TONES: Readonly<Record<Version['stage'], Tone>> = {
  draft: '',
  shadow: 'accent',
  canary: 'accent',
  active: 'good',
  rejected: 'bad',
  reverted: 'bad',
}

interface StageChipProps {
  readonly of: Pick<Version, 'stage'>
  readonly isInForce: boolean
  /** Says nothing of what was in force once: nearly all were. */
  readonly quiet?: boolean
}

/** Where a version stands. */
export function StageChip({ of: { stage }, isInForce, quiet = false }: StageChipProps): JSX.Element | null {
  if (stage === 'active' && !isInForce) return quiet ? null : <Chip>{texts.wasInForce}</Chip>
  return <Chip tone={TONES[stage]}>{texts.stages[stage]}</Chip>
}

import type { JSX } from 'preact'
import type { components } from '../../api/schema.js'
import { bytes, count, percent } from '../../format/numbers.js'
import { Card, Facts } from '../../parts/card.js'
import { amounts } from '../../texts/amounts.js'
import { policyTexts } from '../../texts/policies.js'

const texts = policyTexts.canary
const rate = (share: number | null): string => (share === null ? texts.unknown : percent(share))

interface CanaryCardProps {
  readonly of: NonNullable<components['schemas']['Canary']>
  /** Of the budget: `bytes` or `records`. */
  readonly unit: unknown
}

/** How those do that try a version, against the others. */
export function CanaryCard({ of: { share, records, errors, spend }, unit }: CanaryCardProps): JSX.Element {
  const amount = (value: number): string => (unit === 'records' ? amounts.records(count(value)) : bytes(value))
  return (
    <Card title={texts.title}>
      <div class="body">
        <Facts
          facts={[
            [texts.share, percent(share)],
            [texts.records, count(records.trying), texts.others(count(records.others))],
            [texts.errors, rate(errors.trying), texts.others(rate(errors.others))],
            [texts.spend, amount(spend.kept), texts.planned(amount(spend.planned))],
          ]}
        />
      </div>
    </Card>
  )
}

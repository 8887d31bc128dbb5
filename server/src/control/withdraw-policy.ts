import { forecastOf } from '../policies/forecast.js'
import type { PolicyVersions } from '../policies/policy-versions.js'
import type { ServiceRow } from '../store/store.js'
import { ALLOCATOR, documentOf, isAllocatorPolicy } from './allocator-policy.js'

/** Takes back what the allocator made for a service that no budget applies to any more. What people made stays. */
export async function withdrawPolicy(versions: PolicyVersions, { teamId, name }: ServiceRow): Promise<void> {
  const { active, candidate } = await versions.current(teamId, name)
  const reason = 'no budget applies to it any more'
  if (candidate?.kind === 'plan') {
    const { version, stage } = candidate
    await versions.changeStage(teamId, name, ALLOCATOR, { version, from: stage, to: 'rejected', reason })
  }
  if (active === undefined || !isAllocatorPolicy(active) || forecastOf(active).budget_since === undefined) return
  const { merge_rules, merge_rules_version, word_families, rules } = documentOf(active)
  const document = {
    generated_by: ALLOCATOR,
    reasoning: 'No budget applies to this service any more: its SDKs adapt by themselves.',
    ...(merge_rules !== undefined && { merge_rules, merge_rules_version }),
    ...(word_families !== undefined && { word_families }),
    ...(rules !== undefined && { rules }),
  }
  await versions.add(teamId, name, document, { kind: 'adjustment', stage: 'active', by: ALLOCATOR, reason })
}

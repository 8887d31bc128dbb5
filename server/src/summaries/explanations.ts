import type { Policy } from 'lipservice/protocol'
import type { PolicyVersions } from '../policies/policy-versions.js'
import type { ModelDesk } from '../questions/ask-model.js'
import type { StoredIncident } from '../store/contracts/incidents.js'
import type { StoredPolicy } from '../store/contracts/policies.js'
import type { Store } from '../store/store.js'
import { checkedText } from './checked-text.js'
import type { Facts } from './facts.js'
import { incidentFacts, incidentText, weightiest } from './incident-facts.js'
import { policyFacts, thinnedSignatures } from './policy-facts.js'
import { policyText } from './policy-text.js'
import { SUMMARY_PROMPT_VERSION, summaryQuestion } from './summary-prompt.js'

/** The one before that was in force is among so many. */
const MAX_BEFORE = 100
const MAX_POLICIES = 100
const AFTER_SECONDS = 900

export interface ModelText {
  readonly text: string
  readonly model: string
  readonly promptVersion: number
}

/** What something is, in words. */
export interface Explanation {
  readonly service: string
  /** Our own sentences, made of the facts. */
  readonly text: string
  readonly facts: Facts
  /** The same in a model's words, every number of which stands in the facts. */
  readonly byModel: ModelText | undefined
  /** Why there is none, where one was asked for. */
  readonly problem: string | undefined
}

/** `answered`: what a model said before. `ask`: it is asked, unless it has answered already. */
export type Words = 'answered' | 'ask'

export interface Explanations {
  /** Returns `undefined` if there is no such version. */
  policy(teamId: number, service: string, version: number, words: Words): Promise<Explanation | undefined>
  /** Returns `undefined` if the team has no such incident. */
  incident(teamId: number, id: number, words: Words): Promise<Explanation | undefined>
}

interface Subject {
  readonly teamId: number
  readonly service: string
  readonly text: string
  readonly facts: Facts
  readonly signatures: readonly string[]
}

export function createExplanations(
  { incidents, patterns }: Pick<Store, 'incidents' | 'patterns'>,
  versions: PolicyVersions,
  { ask, answered }: ModelDesk,
): Explanations {
  async function explain({ teamId, service, text, facts, signatures }: Subject, words: Words): Promise<Explanation> {
    const question = summaryQuestion(facts, service, signatures)
    const own = { service, text, facts, byModel: undefined, problem: undefined }
    const reply = await (words === 'ask' ? ask : answered)(teamId, question)
    if (reply === undefined) return own
    if (reply.kind !== 'answered') return { ...own, problem: reply.why }
    const said = checkedText(reply.text, facts)
    if (said === undefined) return { ...own, problem: `${reply.model} said what does not stand in the facts` }
    return { ...own, byModel: { text: said, model: reply.model, promptVersion: SUMMARY_PROMPT_VERSION } }
  }

  async function versionBefore(teamId: number, service: string, { version }: StoredPolicy) {
    const before = await versions.history(teamId, service, { limit: MAX_BEFORE, before: version })
    const active = before.find(({ stages }) => stages.some(({ stage }) => stage === 'active'))
    return active && versions.find(teamId, service, active.version)
  }

  async function policiesDuring({ teamId, service, openedAt, lastAt, resolvedAt }: StoredIncident) {
    const period = { from: openedAt, to: (resolvedAt ?? lastAt) + AFTER_SECONDS }
    return versions.history(teamId, service, { limit: MAX_POLICIES, period })
  }

  return {
    async policy(teamId, service, version, words) {
      const found = await versions.find(teamId, service, version)
      if (found === undefined) return undefined
      const signatures = thinnedSignatures(found)
      const [before, templates] = await Promise.all([
        versionBefore(teamId, service, found),
        patterns.named(teamId, service, signatures),
      ])
      const known = policyFacts(found, before, templates)
      const { reasoning } = JSON.parse(found.document) as Policy
      const text = policyText(known, reasoning, found.stageReason)
      return explain({ teamId, service, text, facts: { ...known }, signatures }, words)
    },
    async incident(teamId, id, words) {
      const found = await incidents.find(teamId, id)
      if (found === undefined) return undefined
      const known = incidentFacts(found, await policiesDuring(found))
      const signatures = weightiest(found.findings).flatMap(({ signature }) => (signature === '' ? [] : [signature]))
      const { service } = found
      return explain({ teamId, service, text: incidentText(known), facts: { ...known }, signatures }, words)
    },
  }
}

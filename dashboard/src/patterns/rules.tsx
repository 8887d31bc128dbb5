import type { JSX } from 'preact'
import { number, percent } from '../format/numbers.js'
import { plainText } from '../format/plain-text.js'
import { when } from '../format/times.js'
import { useWho } from '../parts/who.js'
import { zone } from '../state/preferences.js'
import { serverNow } from '../state/pulse.js'
import { patterns as texts } from '../texts/patterns.js'
import type { ServiceFacts } from './facts.js'
import type { Pattern } from './pattern-view.js'
import { type Override, overrideOf, RULES, type Rule, ruleOf } from './why.js'

/** The rules in their order, each with what it says of this pattern; the first that fits is marked. */
export function Rules({ pattern, facts }: { pattern: Pattern; facts: ServiceFacts }): JSX.Element {
  const fits = ruleOf(pattern)
  const said = useSaid(pattern, facts)
  return (
    <ol>
      {RULES.map((rule) => (
        <li key={rule} class={rule === fits ? 'on' : ''} aria-current={rule === fits ? 'true' : undefined}>
          <span>{said[rule]}</span>
        </li>
      ))}
    </ol>
  )
}

function useSaid(pattern: Pattern, { bytes, policyAt }: ServiceFacts): Readonly<Record<Rule, string>> {
  const words = texts.opened
  const who = useWho()
  const at = (time: number): string => when(time, zone.value, serverNow())
  const until = ({ expires_at }: Override): string => (expires_at === null ? '' : words.until(at(expires_at)))
  const { why, ceiling, value } = pattern
  const [exempt, lock, label] = (['exemption', 'lock', 'label'] as const).map((kind) => overrideOf(pattern, kind))
  const isWhole = ruleOf(pattern) === 'whole'
  const share = percent(bytes > 0 ? pattern.bytes / bytes : 0)
  const counts = texts.why.value(value, number(value))
  return {
    error: words.errors,
    exempt:
      exempt !== undefined
        ? words.exempt(plainText(exempt.reason), who(exempt.created_by).name, at(exempt.created_at), until(exempt))
        : why === 'exempt'
          ? words.exemptBy
          : words.notExempt,
    whole: isWhole
      ? words.whole(
          label !== undefined && label.class === why
            ? words.labelled(texts.classes[label.class])
            : words.wholes[why as keyof typeof words.wholes],
        )
      : words.notWhole,
    locked:
      lock !== undefined
        ? words.locked(percent(lock.rate ?? 1), plainText(lock.reason), who(lock.created_by).name, until(lock))
        : why === 'locked'
          ? words.lockedBy(percent(ceiling))
          : words.notLocked,
    budget:
      policyAt === undefined
        ? words.adapts
        : words.budget(ceiling < 1 ? words.most(percent(ceiling)) : '') +
          // Of what is fixed otherwise, a value decides nothing.
          (ruleOf(pattern) === 'budget'
            ? words.counts(share, counts === '' ? words.asAny : counts)
            : words.share(share)),
  }
}

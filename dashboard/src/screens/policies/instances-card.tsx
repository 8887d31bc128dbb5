import type { JSX } from 'preact'
import { answerOf, api } from '../../api/client.js'
import { plural } from '../../format/numbers.js'
import { plainText } from '../../format/plain-text.js'
import { Card } from '../../parts/card.js'
import { Loaded } from '../../parts/states.js'
import { useResource } from '../../state/resource.js'
import { policyTexts } from '../../texts/policies.js'

const texts = policyTexts.instances
/** More squares than that say no more. */
const MOST_SQUARES = 200

/** Which of the instances go by a version. */
export function InstancesCard({ service, version }: { service: string; version: number }): JSX.Element {
  const page = useResource(`service ${service}`, (signal) =>
    answerOf(api.GET('/api/v1/services/{service}', { params: { path: { service } }, signal })),
  )
  const groups = (page.data.value?.instances ?? []).toSorted(
    (a, b) =>
      Number(b.policy_version === version) - Number(a.policy_version === version) ||
      (b.policy_version ?? 0) - (a.policy_version ?? 0),
  )
  const sum = (list: typeof groups): number => list.reduce((all, { instances }) => all + instances, 0)
  const all = sum(groups)
  const some = sum(groups.filter(({ policy_version }) => policy_version === version))
  const said = texts.goBy(some, all, version)
  // Each version that is there keeps a square of its own.
  const scale = Math.min(1, MOST_SQUARES / Math.max(1, all))
  const squares = groups.flatMap((group) =>
    Array.from({ length: Math.max(1, Math.round(group.instances * scale)) }, () => group.policy_version === version),
  )
  return (
    <Card title={texts.title} tools={<span class="dimmer num">{all > 0 && said}</span>}>
      <div class="body">
        <Loaded of={page} height={40}>
          {() =>
            all === 0 ? (
              <p class="dim">{texts.none}</p>
            ) : (
              <>
                <div class="insts" role="img" aria-label={said}>
                  {squares.map((isOn, i) => (
                    <i key={i} class={isOn ? 'on' : ''} />
                  ))}
                </div>
                <ul class="inst-groups num">
                  {groups.map((group) => (
                    <li key={`${group.policy_version} ${group.release}`}>
                      <b>{texts.version(group.policy_version)}</b>{' '}
                      {texts.group(plural(group.instances, 'instance'), group.release && plainText(group.release))}
                    </li>
                  ))}
                </ul>
              </>
            )
          }
        </Loaded>
      </div>
    </Card>
  )
}

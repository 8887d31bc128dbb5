import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { ActionButton } from '../../actions/action-button.js'
import { perform } from '../../actions/perform.js'
import { answerOf, api, problemOf } from '../../api/client.js'
import { integer, number } from '../../format/numbers.js'
import { plainText } from '../../format/plain-text.js'
import { when } from '../../format/times.js'
import { ButtonLink } from '../../parts/button.js'
import { Card, Facts } from '../../parts/card.js'
import { openDialog } from '../../parts/dialogs.js'
import { Chip, type Tone } from '../../parts/marks.js'
import { Empty, Loaded } from '../../parts/states.js'
import { zone } from '../../state/preferences.js'
import { serverNow } from '../../state/pulse.js'
import { useResource } from '../../state/resource.js'
import { isAdmin } from '../../state/session.js'
import { failures } from '../../texts/failures.js'
import { postHogTexts as texts } from '../../texts/posthog.js'
import { Board } from './posthog-board.js'
import { type Connection, probe } from './posthog-calls.js'
import { ConnectDialog, DisconnectDialog } from './posthog-dialogs.js'
import { Imports } from './posthog-imports.js'
import { Switch } from './posthog-switch.js'
import { Capabilities, Jobs } from './posthog-tables.js'

/** Where PostHog is for the team, what its key can do, and what is done there. */
export const PostHogTab = (): JSX.Element =>
  isAdmin.value ? (
    <Own />
  ) : (
    <div class="row">
      <Card title={texts.title}>
        <Empty>{texts.adminOnly}</Empty>
      </Card>
    </div>
  )

function Own(): JSX.Element {
  const connection = useResource('posthog connection', async (signal) => ({
    found: await answerOf(api.GET('/api/v1/posthog/connection', { signal })),
  }))
  const connect = (found: Connection | null) => () =>
    openDialog((close) => <ConnectDialog found={found} onClose={close} />)
  return (
    <div class="row posthog">
      <Card title={texts.title}>
        <Loaded of={connection} height={240}>
          {({ found }) =>
            found === null ? (
              <Empty>
                <p>{texts.none}</p>
                <ActionButton may="admin" look="primary" onClick={connect(null)}>
                  {texts.connect}…
                </ActionButton>
              </Empty>
            ) : (
              <Found found={found} onChange={connect(found)} />
            )
          }
        </Loaded>
      </Card>
    </div>
  )
}

const TONES: Readonly<Record<Connection['state'], Tone>> = {
  unproved: '',
  connected: 'good',
  lacking: 'warn',
  refused: 'bad',
  unreachable: 'warn',
}

function Found({ found, onChange }: { found: Connection; onChange: () => void }): JSX.Element {
  const at = (time: number): string => when(time, zone.value, serverNow())
  const keyText = (shown: string | null): string =>
    found.keys === 'environment' ? texts.ofEnvironment : shown === null ? texts.noKey : plainText(shown)
  return (
    <>
      <div class="body spaced">
        <Facts
          facts={[
            [
              texts.state,
              <Chip tone={TONES[found.state]}>{texts.states[found.state]}</Chip>,
              texts.since(at(found.since)),
            ],
            [texts.project, plainText(found.project), plainText(found.host)],
            [texts.personalKey, keyText(found.personal_api_key)],
            [texts.projectKey, keyText(found.project_api_key)],
            [
              texts.price,
              found.price === null ? texts.noPrice : `$${number(found.price.usd_per_gb)}`,
              found.price && plainText(found.price.label),
            ],
            ...(found.made > 0 ? [[texts.made, texts.things(integer(found.made))] as const] : []),
          ]}
        />
        {found.problem !== null && <p class="problem">{failures.sentence(plainText(found.problem))}</p>}
        {found.lacking.length > 0 && <p class="warn-text">{texts.lacking(plainText(found.lacking.join(', ')))}</p>}
        <p class="dimmer">{found.probed_at === null ? texts.neverTried : texts.lastTried(at(found.probed_at))}</p>
        <Buttons found={found} onChange={onChange} />
      </div>
      <Capabilities of={found.capabilities} />
      <Jobs of={found.jobs} />
      <Switch of={found.toggle} />
      <Board found={found} />
      <Imports />
    </>
  )
}

function Buttons({ found, onChange }: { found: Connection; onChange: () => void }): JSX.Element {
  const [problem, setProblem] = useState<string | undefined>(undefined)
  async function ask(): Promise<void> {
    setProblem(undefined)
    try {
      await perform(probe, texts.tried)
    } catch (error) {
      setProblem(failures.sentence(plainText(problemOf(error).message)))
    }
  }
  const remove = (): void => openDialog((close) => <DisconnectDialog found={found} onClose={close} />)
  return (
    <div class="line">
      <ActionButton may="admin" onClick={() => void ask()}>
        {texts.try}
      </ActionButton>
      <ActionButton may="admin" onClick={onChange}>
        {texts.change}…
      </ActionButton>
      <ActionButton may="admin" look="danger" onClick={remove}>
        {texts.disconnect}…
      </ActionButton>
      <ProjectLink url={found.project_url} />
      <span role="status" class={problem === undefined ? '' : 'problem'}>
        {problem}
      </span>
    </div>
  )
}

/** Only what the server itself made of a region or an allowed https address is a link. */
const ProjectLink = ({ url }: { url: string }): JSX.Element | null =>
  /^https:\/\/[\w.-]+(:\d+)?\/[\w/.-]*$/.test(url) ? (
    <ButtonLink href={url} icon="out" look="ghost" outside>
      {texts.title}
    </ButtonLink>
  ) : null

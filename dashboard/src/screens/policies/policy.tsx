import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { ActionButton } from '../../actions/action-button.js'
import { plainText } from '../../format/plain-text.js'
import { when } from '../../format/times.js'
import { openDialog } from '../../parts/dialogs.js'
import { ServiceSelect } from '../../parts/service-select.js'
import { Empty, Loaded } from '../../parts/states.js'
import { Frame } from '../../shell/frame.js'
import type { Params } from '../../shell/lazy.js'
import { linkTo } from '../../shell/pages.js'
import { zone } from '../../state/preferences.js'
import { serverNow } from '../../state/pulse.js'
import { useServices } from '../../state/services.js'
import { go } from '../../state/url.js'
import { policyTexts as texts } from '../../texts/policies.js'
import { DraftDialog } from './draft-dialog.js'
import { useVersions } from './use-versions.js'
import { VersionColumn } from './version-column.js'
import { VersionList } from './version-list.js'

/** The versions of a service's policy, and one of them: by itself what is on its way, or in force. */
export function Policy({ params }: { params: Params }): JSX.Element {
  const service = params['service'] ?? ''
  const services = useServices()
  const versions = useVersions(service)
  const own = services.data.value?.services.find(({ name }) => name === service)
  const named = /^\d{1,15}$/.test(params['version'] ?? '') ? Number(params['version']) : undefined
  const chosen = named ?? own?.candidate?.version ?? own?.policy?.version ?? versions.list.value[0]?.version
  const names = services.data.value?.services.map(({ name }) => name) ?? []
  return (
    <Frame
      page="policies"
      title={texts.ofService(plainText(service))}
      heading={
        <>
          <a class="crumb" href="/policies">
            {texts.title} /
          </a>
          <ServiceChoice service={service} />
        </>
      }
      tools={
        <ActionButton
          may="admin"
          icon="plus"
          onClick={() => openDialog((close) => <DraftDialog service={service} version={chosen} onClose={close} />)}
        >
          {texts.draft}…
        </ActionButton>
      }
    >
      <Loaded of={versions.newest} height={560}>
        {() =>
          versions.list.value.length === 0 ? (
            <div class="card">
              <NoPolicy isKnown={names.length === 0 || own !== undefined} until={own?.history_until ?? null} />
            </div>
          ) : (
            <div class="row cols-policy">
              <VersionList service={service} versions={versions} chosen={chosen} />
              {chosen !== undefined && (
                <VersionColumn key={chosen} service={service} version={chosen} versions={versions.list.value} />
              )}
            </div>
          )
        }
      </Loaded>
    </Frame>
  )
}

interface NoPolicyProps {
  readonly isKnown: boolean
  /** It is too young until then. */
  readonly until: number | null
}

function NoPolicy({ isKnown, until }: NoPolicyProps): JSX.Element {
  if (!isKnown)
    return (
      <Empty>
        <p>{texts.unknown}</p>
        <a href="/policies">{texts.all}</a>
      </Empty>
    )
  return (
    <Empty>
      <p>{texts.none}</p>
      {until === null ? (
        <p>
          {texts.noBudget} <a href="/settings/budgets">{texts.noBudgetLink}</a>
        </p>
      ) : (
        <p>{texts.noneUntil(when(until, zone.value, serverNow()))}</p>
      )}
    </Empty>
  )
}

/** A choice is made by the keyboard, too: the screen that it leads to has it in focus again. */
let isChosen = false

function ServiceChoice({ service }: { service: string }): JSX.Element {
  const select = useRef<HTMLSelectElement>(null)
  useEffect(() => {
    if (isChosen) select.current?.focus()
    isChosen = false
  }, [])
  return (
    <ServiceSelect
      label={texts.service}
      value={service}
      look="pick"
      selectRef={select}
      onChoose={(name) => {
        isChosen = true
        go(linkTo.policies(name))
      }}
    />
  )
}

import type { JSX } from 'preact'
import { plainText } from '../format/plain-text.js'
import { IconButton } from '../parts/button.js'
import { Icon } from '../parts/icon.js'
import { Logo } from '../parts/logo.js'
import { Dot, type Tone } from '../parts/marks.js'
import { days } from '../state/period.js'
import { setTheme, theme, toggleZone, zone } from '../state/preferences.js'
import { pulse } from '../state/pulse.js'
import { type Service, useServices } from '../state/services.js'
import { settings } from '../state/session.js'
import { shell } from '../texts/shell.js'
import { linkTo, PAGES, type Page } from './pages.js'

interface SideBarProps {
  readonly page: Page | undefined
  readonly service: string | undefined
}

/** Pages, then services by what they cost, each with a dot for its state. */
export function SideBar({ page, service }: SideBarProps): JSX.Element {
  const open = pulse.value?.open_incidents ?? 0
  const services = useServices(days.value).data.value?.services ?? []
  return (
    <nav class="side" aria-label={shell.main}>
      <a class="brand" href="/" aria-label={shell.home}>
        <Logo />
        <span>LipService</span>
      </a>
      {PAGES.map(([key, href]) => (
        <a key={key} class="nav" href={href} aria-current={key === page && service === undefined ? 'page' : undefined}>
          <Icon name={key} />
          {shell.pages[key]}
          {key === 'incidents' && open > 0 && (
            <span class="count" aria-hidden="true" title={shell.openIncidents(open)}>
              {open}
            </span>
          )}
        </a>
      ))}
      {services.length > 0 && <div class="label">{shell.services}</div>}
      <div class="svcs">
        {services
          .toSorted((a, b) => b.bytes - a.bytes)
          .map((one) => (
            <a
              key={one.name}
              class="nav svc"
              href={linkTo.service(one.name)}
              aria-current={one.name === service ? 'page' : undefined}
            >
              <Dot tone={toneOf(one)} />
              <bdi>{plainText(one.name)}</bdi>
            </a>
          ))}
      </div>
      <Foot />
    </nav>
  )
}

function toneOf({ open_incident, candidate, policy }: Service): Tone {
  if (open_incident !== null) return 'bad'
  if (candidate !== null) return 'accent'
  return policy !== null && (policy.kind === 'rollback' || policy.kind === 'operator') ? 'person' : 'good'
}

function Foot(): JSX.Element {
  const dark = theme.value === 'system' ? matchMedia('(prefers-color-scheme: dark)').matches : theme.value === 'dark'
  return (
    <div class="foot">
      <div>
        <kbd>⌘K</kbd> {shell.search} <kbd>?</kbd> {shell.keys}
      </div>
      <div class="who">
        <span>{settings.value?.scopes.at(-1)}</span>
        <IconButton label={shell.theme} icon="sun" onClick={() => setTheme(dark ? 'light' : 'dark')} />
      </div>
      <button class="btn small ghost" type="button" onClick={toggleZone}>
        {shell.times(zone.value)}
      </button>
    </div>
  )
}

import type { JSX } from 'preact'
import { Boundary } from '../parts/boundary.js'
import { Icon } from '../parts/icon.js'
import { Logo } from '../parts/logo.js'
import { days } from '../state/period.js'
import { pulse } from '../state/pulse.js'
import { useServices } from '../state/services.js'
import { shell } from '../texts/shell.js'
import { openMenu } from './menu.js'
import { PAGES, type Page } from './pages.js'
import { ServiceLinks } from './service-links.js'
import { SideFoot } from './side-foot.js'

interface SideBarProps {
  readonly page: Page | undefined
  readonly service: string | undefined
}

/** Pages, then services by what they cost, each with a dot for its state. On a phone a row of pages, with the rest in a menu. */
export function SideBar({ page, service }: SideBarProps): JSX.Element {
  const open = pulse.value?.open_incidents ?? 0
  const services = useServices(days.value).data.value?.services ?? []
  return (
    <nav class="side" aria-label={shell.main}>
      <a class="brand" href="/" aria-label={shell.home}>
        <Logo />
        <span>LipService</span>
      </a>
      <div class="pages">
        {PAGES.map(([key, href]) => (
          <a
            key={key}
            class="nav"
            href={href}
            aria-current={key === page && service === undefined ? 'page' : undefined}
          >
            <Icon name={key} />
            {shell.pages[key]}
            {key === 'incidents' && open > 0 && (
              <span class="count" title={shell.openIncidents(open)}>
                {open}
              </span>
            )}
          </a>
        ))}
      </div>
      {services.length > 0 && <div class="label">{shell.services}</div>}
      <Boundary>
        <ServiceLinks services={services} current={service} />
      </Boundary>
      <SideFoot />
      <button class="btn icon more" type="button" aria-label={shell.menu} title={shell.menu} onClick={openMenu}>
        <Icon name="menu" />
      </button>
    </nav>
  )
}

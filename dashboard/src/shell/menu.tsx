import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { Button } from '../parts/button.js'
import { openDialog } from '../parts/dialogs.js'
import { days } from '../state/period.js'
import { toggleTheme, toggleZone, zone } from '../state/preferences.js'
import { useServices } from '../state/services.js'
import { here } from '../state/url.js'
import { buttons } from '../texts/buttons.js'
import { shell } from '../texts/shell.js'
import { leave } from './leave.js'
import { openPalette } from './open.js'
import { ServiceLinks } from './service-links.js'
import { whoAmI } from './who-am-i.js'

/** On a phone: what else stands in the side bar. */
export const openMenu = (): void => openDialog((close) => <Menu onClose={close} />)

function Menu({ onClose }: { onClose: () => void }): JSX.Element {
  const element = useRef<HTMLDialogElement>(null)
  const services = useServices(days.value).data.value?.services ?? []
  const { name, role } = whoAmI()
  useEffect(() => element.current?.showModal(), [])
  const opened = useRef(here.value)
  // A link was followed.
  useEffect(() => {
    if (here.value !== opened.current) element.current?.close()
  }, [here.value])
  return (
    <dialog ref={element} class="menu-sheet" aria-label={shell.menu} onClose={onClose}>
      <div class="sheet">
        <p class="dim">
          <bdi>{name}</bdi> · {role}
        </p>
        <div class="sheet-acts">
          <Button
            icon="search"
            onClick={() => {
              element.current?.close()
              openPalette()
            }}
          >
            {shell.searchAll}
          </Button>
          <Button icon="sun" onClick={toggleTheme}>
            {shell.theme}
          </Button>
          <Button onClick={toggleZone}>{shell.times(zone.value)}</Button>
          <Button icon="leave" onClick={leave}>
            {shell.logOut}
          </Button>
        </div>
        {services.length > 0 && <h3>{shell.services}</h3>}
        <ServiceLinks services={services} current={undefined} />
        <div class="acts">
          <Button onClick={() => element.current?.close()}>{buttons.close}</Button>
        </div>
      </div>
    </dialog>
  )
}

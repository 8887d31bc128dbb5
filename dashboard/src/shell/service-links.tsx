import type { JSX } from 'preact'
import { plainText } from '../format/plain-text.js'
import { Dot, type Tone } from '../parts/marks.js'
import type { Service } from '../state/services.js'
import { shell } from '../texts/shell.js'
import { linkTo } from './pages.js'

interface ServiceLinksProps {
  readonly services: readonly Service[]
  readonly current: string | undefined
}

/** Services by what they log, each with its state. */
export function ServiceLinks({ services, current }: ServiceLinksProps): JSX.Element {
  return (
    <div class="svcs">
      {services
        .toSorted((a, b) => b.bytes - a.bytes)
        .map((one) => {
          const [tone, state] = stateOf(one)
          return (
            <a
              key={one.name}
              class="nav svc"
              href={linkTo.service(one.name)}
              title={state}
              aria-current={one.name === current ? 'page' : undefined}
            >
              <Dot tone={tone} />
              <bdi>{plainText(one.name)}</bdi>
            </a>
          )
        })}
    </div>
  )
}

function stateOf({ open_incident, silent_since, candidate, policy }: Service): [Tone, string | undefined] {
  if (open_incident !== null) return ['bad', shell.states.incident]
  if (silent_since !== null) return ['warn', shell.states.silent]
  if (candidate !== null) return ['accent', shell.states.candidate]
  if (policy?.kind === 'rollback' || policy?.kind === 'operator') return ['person', shell.states.person]
  return ['good', undefined]
}

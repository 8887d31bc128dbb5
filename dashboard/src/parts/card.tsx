import type { ComponentChildren, JSX } from 'preact'
import { Boundary } from './boundary.js'

interface CardProps {
  readonly title: ComponentChildren
  /** Its name for those who do not see it; by itself the title, where that is a text. */
  readonly label?: string
  readonly tools?: ComponentChildren
  /** Further classes of it. */
  readonly look?: string
  /** Grows with the column. */
  readonly fill?: boolean
  readonly children: ComponentChildren
}

export function Card({ title, label, tools, look = '', fill = false, children }: CardProps): JSX.Element {
  return (
    <section
      class={`card ${fill ? 'fill' : ''} ${look}`}
      aria-label={label ?? (typeof title === 'string' ? title : undefined)}
    >
      <header>
        <h2>{title}</h2>
        <span class="grow" />
        {tools}
      </header>
      <Boundary>{children}</Boundary>
    </section>
  )
}

/** Facts as names and values. */
export function Facts({
  facts,
}: {
  facts: readonly (readonly [string, ComponentChildren, ComponentChildren?])[]
}): JSX.Element {
  return (
    <dl class="facts">
      {facts.map(([name, value, more]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {value}
            {more && <small> {more}</small>}
          </dd>
        </div>
      ))}
    </dl>
  )
}

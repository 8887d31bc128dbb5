import type { ComponentChildren, JSX } from 'preact'

interface KpiProps {
  readonly name: string
  readonly value: ComponentChildren
  readonly beside?: ComponentChildren
  /** Between the value and what is said of it. */
  readonly extra?: ComponentChildren
  readonly href?: string
  readonly children?: ComponentChildren
}

/** A figure, with what is said of it. */
export function Kpi({ name, value, beside, extra, href, children }: KpiProps): JSX.Element {
  const inside = (
    <>
      <span class="k">{name}</span>
      <span class="v num">
        {value}
        {beside && <small>{beside}</small>}
      </span>
      {extra}
      <span class="n num">{children}</span>
    </>
  )
  return href === undefined ? (
    <div class="kpi">{inside}</div>
  ) : (
    <a class="kpi" href={href}>
      {inside}
    </a>
  )
}

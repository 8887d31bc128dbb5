import type { ComponentChildren, JSX } from 'preact'
import { Icon, type IconName } from './icon.js'

interface ButtonProps {
  readonly onClick?: (event: MouseEvent) => void
  readonly icon?: IconName
  /** `primary`, `danger`, `small`, `ghost`: several with spaces between. */
  readonly look?: string
  readonly disabled?: boolean
  readonly type?: 'button' | 'submit'
  readonly title?: string
  readonly children: ComponentChildren
}

export function Button({ icon, look = '', type = 'button', children, ...rest }: ButtonProps): JSX.Element {
  return (
    <button {...rest} type={type} class={`btn ${look}`}>
      {icon && <Icon name={icon} size={14} />}
      {children}
    </button>
  )
}

interface IconButtonProps {
  readonly label: string
  readonly icon: IconName
  readonly onClick: (event: MouseEvent) => void
  readonly disabled?: boolean
}

/** A drawing alone: its label is what is read out and shown on pointing at it. */
export function IconButton({ label, icon, ...rest }: IconButtonProps): JSX.Element {
  return (
    <button {...rest} type="button" class="btn small ghost icon" aria-label={label} title={label}>
      <Icon name={icon} size={14} />
    </button>
  )
}

interface LinkProps {
  readonly href: string
  readonly icon?: IconName
  readonly look?: string
  /** To another site: in a tab of its own. */
  readonly outside?: boolean
  /** A file to save. */
  readonly download?: boolean
  readonly label?: string
  readonly children?: ComponentChildren
}

/** A link that looks like a button. */
export function ButtonLink({ icon, look = '', outside, download, label, href, children }: LinkProps): JSX.Element {
  const elsewhere = outside ? { target: '_blank', rel: 'noopener noreferrer' } : {}
  const named = label === undefined ? {} : { 'aria-label': label, title: label }
  return (
    <a class={`btn ${look}`} href={href} {...elsewhere} {...(download && { download: '' })} {...named}>
      {icon && <Icon name={icon} size={14} />}
      {children}
    </a>
  )
}

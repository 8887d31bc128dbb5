import type { components } from '../api/schema.js'
import { plainText } from '../format/plain-text.js'
import type { Service } from '../state/services.js'
import { palette } from '../texts/palette.js'
import { shell } from '../texts/shell.js'
import { linkTo, PAGES } from './pages.js'

export interface PaletteItem {
  readonly text: string
  /** What it is. */
  readonly kind: string
  /** Its text is a template. */
  readonly isTemplate?: boolean
  readonly to: string | (() => void)
}

const MOST = 12

/** Returns what can be gone to without asking the server: pages, services, their policies, incidents. */
export function knownItems(
  services: readonly Service[],
  incidents: readonly components['schemas']['Incident'][],
  actions: readonly (readonly [string, () => void])[],
): PaletteItem[] {
  return [
    ...PAGES.map(([key, to]) => ({ text: shell.pages[key], kind: palette.page, to })),
    { text: palette.setUp, kind: palette.page, to: '/setup' },
    { text: palette.verdicts, kind: palette.page, to: '/verdicts' },
    ...services.map(({ name }) => ({ text: plainText(name), kind: palette.service, to: linkTo.service(name) })),
    ...services.map(({ name }) => ({
      text: palette.policiesOf(plainText(name)),
      kind: palette.policy,
      to: linkTo.policies(name),
    })),
    ...incidents.map(({ id, summary }) => ({
      text: `#${id} ${plainText(summary)}`,
      kind: palette.incident,
      to: linkTo.incident(id),
    })),
    ...actions.map(([text, to]) => ({ text, kind: palette.action, to })),
  ]
}

/** Returns the items that have all words of the question in them; those that begin with it first. */
export function fitting(items: readonly PaletteItem[], question: string): PaletteItem[] {
  const words = question.toLowerCase().split(/\s+/).filter(Boolean)
  const rank = (text: string): number => (text.toLowerCase().startsWith(words[0] ?? '') ? 0 : 1)
  return items
    .filter(({ text, kind }) => words.every((word) => `${text} ${kind}`.toLowerCase().includes(word)))
    .toSorted((a, b) => rank(a.text) - rank(b.text))
    .slice(0, MOST)
}

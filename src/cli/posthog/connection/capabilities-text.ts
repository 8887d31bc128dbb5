import type { Capabilities, Capability } from '../../../posthog/probe/capabilities.js'
import { cleanText } from '../../terminal/clean-text.js'
import { type Screen, type Style, styled } from '../../terminal/screen.js'
import { tableOf } from '../../terminal/table.js'

const WORDS: Readonly<Record<Capability['outcome'], readonly [word: string, style: Style]>> = {
  ok: ['yes', 'green'],
  missing_scope: ['no right', 'yellow'],
  refused: ['not there', 'yellow'],
  too_expensive: ['too slow', 'yellow'],
  throttled: ['later', 'yellow'],
  changed_shape: ['changed', 'red'],
  unavailable: ['no answer', 'red'],
  bad_key: ['bad key', 'red'],
}

/** The table of what a project and a key can do, for people. */
export function capabilitiesText({ email, capabilities }: Capabilities, screen: Screen): string {
  const rows = capabilities.map(({ title, scope, outcome, detail, without }) => {
    const [word, style] = WORDS[outcome]
    const more = outcome === 'ok' ? detail : `${without}. ${detail}`
    return [title, scope, styled(screen, style, word), (room: number) => cleanText(more, room, screen.unicode)]
  })
  const whose = email === undefined ? '' : `A key of ${cleanText(email, 100, screen.unicode)}.\n\n`
  const columns = [{ title: 'what' }, { title: 'scope' }, { title: 'there' }, { title: 'more', grows: true }]
  return `${whose}${tableOf(screen, columns, rows).join('\n')}\n`
}

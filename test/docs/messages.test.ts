import { describe, expect, it } from 'vitest'
import { POSTHOG_SETTINGS } from '../../src/delivery/backend.js'
import { LOGGER_MESSAGES } from '../../src/internal/logger-messages.js'
import type { MessageRow } from '../../src/internal/message-rows.js'
import { messageLine } from '../../src/internal/message-text.js'
import { MESSAGES, type MessageKind } from '../../src/internal/messages.js'
import { readPage } from './pages.js'

const page = readPage('docs/messages.md')
const ROWS = Object.entries({ ...MESSAGES, ...LOGGER_MESSAGES }) as [MessageKind, MessageRow][]
const HEADINGS = { error: 'Errors', warn: 'Warnings', info: 'Information', debug: 'For debugging' } as const

/** Sections of kinds, by the heading they are under. */
const sections = new Map(
  page.text.split(/^## /m).flatMap((part) => {
    const [heading] = part.split('\n')
    return part
      .split(/^### /m)
      .slice(1)
      .map((section) => [section.split('\n')[0]!, { heading, lines: section.split('\n').slice(1) }] as const)
  }),
)

describe('docs/messages.md', () => {
  it('has a section for each kind of message, and no other', () => {
    expect([...sections.keys()].sort()).toEqual(ROWS.map(([kind]) => kind).sort())
  })

  it.each(ROWS)('says %s as it is said, how grave it is, and what it means', (kind, { severity, text, remedy }) => {
    const { heading, lines } = sections.get(kind)!
    expect(heading).toBe(HEADINGS[severity])
    expect(lines).toContain(`> ${remedy === undefined ? text : `${text}: ${remedy}`}`)
    const prose = lines.filter((line) => !line.startsWith('>')).join(' ')
    expect(prose.trim().length).toBeGreaterThan(15)
  })

  it('shows a line as it is', () => {
    const { name: backend, ...settings } = POSTHOG_SETTINGS
    const details = { backend, ...settings, cause: 'the backend answered 401' }
    expect(page.lines).toContain(`> \`${messageLine('key_refused', MESSAGES.key_refused, details)}\``)
  })
})

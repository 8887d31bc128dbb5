import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { plainText } from '../../format/plain-text.js'
import { when } from '../../format/times.js'
import { Icon } from '../../parts/icon.js'
import { TableHead } from '../../parts/table-head.js'
import type { AuditEntry } from '../../state/audit.js'
import { zone } from '../../state/preferences.js'
import { serverNow } from '../../state/pulse.js'
import { auditTexts as texts } from '../../texts/audit.js'
import { EntryRow } from './entry-row.js'
import { countsByService, foldEntries } from './fold-entries.js'

/** Changes, newest first; adjustments in a row are one line until it is opened. */
export function AuditTable({ entries }: { entries: readonly AuditEntry[] }): JSX.Element {
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set())
  const toggle = (key: number): void => {
    const next = new Set(opened)
    if (!next.delete(key)) next.add(key)
    setOpened(next)
  }
  return (
    <table class="t cardy audit">
      <caption class="sr">{texts.caption}</caption>
      <TableHead columns={texts.columns} />
      <tbody>
        {foldEntries(entries).map((row) => {
          if (row.kind === 'entry') return <EntryRow key={row.entry.id} of={row.entry} />
          // What it begins with stays when newer ones come on top.
          const key = row.entries.at(-1)!.id
          const isOpen = opened.has(key)
          return [
            <FoldRow key={`fold ${key}`} entries={row.entries} isOpen={isOpen} onToggle={() => toggle(key)} />,
            ...(isOpen ? row.entries.map((entry) => <EntryRow key={entry.id} of={entry} />) : []),
          ]
        })}
      </tbody>
    </table>
  )
}

interface FoldRowProps {
  readonly entries: readonly AuditEntry[]
  readonly isOpen: boolean
  readonly onToggle: () => void
}

function FoldRow({ entries, isOpen, onToggle }: FoldRowProps): JSX.Element {
  const counts = countsByService(entries).map(([service, many]) => texts.of(plainText(service), many))
  return (
    <tr class="fold">
      <td class="num dimmer">{when(entries[0]!.at, zone.value, serverNow())}</td>
      <td colSpan={3} class="span">
        <button type="button" class={isOpen ? 'rowbtn open' : 'rowbtn'} aria-expanded={isOpen} onClick={onToggle}>
          <Icon name="chev" size={14} />
          <span>
            {texts.adjusted(texts.times(entries.length))}
            <span class="dimmer"> {counts.join(' · ')}</span>
          </span>
        </button>
      </td>
    </tr>
  )
}

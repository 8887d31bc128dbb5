import type { JSX, RefObject } from 'preact'
import { useCallback, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { may } from '../actions/action-button.js'
import { openOverrideDialog } from '../actions/override-dialog.js'
import { isNarrow } from '../parts/narrow.js'
import { RowWindow } from '../parts/row-window.js'
import { patterns as texts } from '../texts/patterns.js'
import { type TableFacts, targetOf } from './facts.js'
import { FlyingRow } from './flying-row.js'
import { setOpened } from './opened.js'
import { OpenedPattern } from './opened-pattern.js'
import { columnsOf, PatternHead } from './pattern-head.js'
import { keyOf, type PatternName } from './pattern-name.js'
import type { PatternPages } from './pattern-pages.js'
import { PatternRow } from './pattern-row.js'
import type { PatternView } from './pattern-view.js'
import { postHogOf } from './row-actions.js'
import { arrowMove, useRowKeys } from './row-keys.js'

/** As in `style/window.css`. */
const ROW = 42
const CARD = 96

interface PatternTableProps {
  /** What holds the search field, too: keys look for it there. */
  readonly around: RefObject<HTMLElement | null>
  readonly pages: PatternPages
  readonly total: number
  readonly view: PatternView
  readonly onView: (view: PatternView) => void
  readonly facts: TableFacts
  readonly caption: string
  /** The pattern that is opened. */
  readonly opened: PatternName | undefined
}

/** All patterns that fit, of which those are drawn that are seen. */
export function PatternTable(props: PatternTableProps): JSX.Element {
  const { around, pages, total, view, onView, facts, caption, opened } = props
  void pages.drawn.value
  const openedAt = opened === undefined ? -1 : pages.indexOf(opened)
  const [focused, setFocused] = useState(-1)
  const [wanted, setWanted] = useState(-1)
  useLayoutEffect(() => {
    if (wanted < 0) return
    const button = around.current?.querySelector<HTMLElement>(`[data-row="${wanted}"]`)
    button?.scrollIntoView({ block: 'nearest' })
    button?.focus({ preventScroll: true })
    setWanted(-1)
  }, [wanted])

  const latest = useRef({ pages, openedAt })
  latest.current = { pages, openedAt }
  const toggle = useCallback((index: number): void => {
    const row = latest.current.pages.row(index)
    if (row !== undefined) setOpened(index === latest.current.openedAt ? undefined : row, facts.showsService)
  }, [])
  const focus = (index: number): void => {
    setFocused(index)
    setWanted(index)
  }
  const fix = (kind: 'exemption' | 'lock') => (index: number) => {
    const row = pages.row(index)
    if (row !== undefined && may('operate')) openOverrideDialog(kind, targetOf(row, facts))
  }
  const look = (index: number): void => {
    const row = pages.row(index)
    const link = row && postHogOf(row, facts)
    if (link !== undefined) open(link, '_blank', 'noopener,noreferrer')
  }
  useRowKeys({ table: around, focused, count: total, focus, act: { e: fix('exemption'), l: fix('lock'), o: look } })

  const columns = columnsOf(facts.showsService)
  const detail = openedAt < 0 ? undefined : pages.row(openedAt)
  return (
    <table
      class={`t cardy win ${facts.showsService ? 'of-all' : ''} ${may('operate') ? '' : 'look-only'}`}
      aria-rowcount={total + 1}
      onKeyDown={(event) => {
        const move = arrowMove(event)
        if (move === 0) return
        event.preventDefault()
        focus(Math.max(0, Math.min(total - 1, focused + move)))
      }}
    >
      <caption class="sr">{caption}</caption>
      <PatternHead view={view} showsService={facts.showsService} onView={onView} />
      <RowWindow
        count={total}
        height={isNarrow.value ? CARD : ROW}
        columns={columns}
        opened={openedAt}
        stays={focused}
        onShown={pages.need}
        flying={(index, key) => {
          const pattern = pages.row(index)
          if (pattern === undefined) return <Coming key={key} index={index} columns={columns} />
          return <FlyingRow key={key} {...{ index, pattern, facts }} />
        }}
        row={(index) => {
          const pattern = pages.row(index)
          if (pattern === undefined) return <Coming key={index} index={index} columns={columns} />
          const place = { index, pattern, facts, isOpen: index === openedAt }
          return <PatternRow key={keyOf(pattern)} {...place} onToggle={toggle} onFocus={setFocused} />
        }}
        detail={detail && <OpenedPattern pattern={detail} facts={facts} />}
      />
    </table>
  )
}

const Coming = ({ index, columns }: { index: number; columns: number }): JSX.Element => (
  <tr class="hit" aria-rowindex={index + 2}>
    <td class="dimmer span" colSpan={columns} aria-busy="true">
      {texts.loading}
    </td>
  </tr>
)

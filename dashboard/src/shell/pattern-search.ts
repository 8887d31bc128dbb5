import { useEffect, useState } from 'preact/hooks'
import { answerOf, api } from '../api/client.js'
import { plainText } from '../format/plain-text.js'
import { after } from '../internal/clock.js'
import { palette } from '../texts/palette.js'
import { linkTo } from './pages.js'
import type { PaletteItem } from './palette-items.js'

/** Until somebody stops typing. */
const PAUSE_MS = 150
const SHORTEST = 2
const MOST = 8

interface PatternSearch {
  readonly items: readonly PaletteItem[]
  readonly isBusy: boolean
  readonly problem: string | undefined
}
const NOTHING: PatternSearch = { items: [], isBusy: false, problem: undefined }

/** Patterns of all services with a text in their template, as the server finds them. */
export function usePatternSearch(question: string): PatternSearch {
  const text = question.trim()
  const [found, setFound] = useState(NOTHING)
  useEffect(() => {
    if (text.length < SHORTEST) {
      setFound(NOTHING)
      return
    }
    setFound(({ items }) => ({ items, isBusy: true, problem: undefined }))
    const flight = new AbortController()
    const { signal } = flight
    const query = { search: text, limit: MOST, sort: 'bytes' } as const
    const ask = (): Promise<void> =>
      answerOf(api.GET('/api/v1/patterns', { signal, params: { query } })).then(
        ({ patterns }) => {
          if (signal.aborted) return
          const items = patterns.map(({ template, service, signature, check }) => ({
            text: template,
            kind: palette.patternOf(plainText(service)),
            isTemplate: true,
            to: linkTo.pattern(service, signature, check ?? undefined),
          }))
          setFound({ items, isBusy: false, problem: undefined })
        },
        (error: Error) => {
          if (!signal.aborted) setFound({ items: [], isBusy: false, problem: error.message })
        },
      )
    const callOff = after(PAUSE_MS, () => void ask())
    return () => {
      callOff()
      flight.abort()
    }
  }, [text])
  return found
}

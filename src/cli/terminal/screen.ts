import { styleText } from 'node:util'

/** What a terminal can show. */
export interface Screen {
  /** Columns; 80 where nobody says. */
  readonly width: number
  readonly colours: boolean
  /** Whether more than ASCII is understood. */
  readonly unicode: boolean
  readonly isTerminal: boolean
  write(text: string): void
}

export type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'green' | 'cyan' | 'magenta'

interface Output {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

type Environment = Readonly<Record<string, string | undefined>>

const MIN_WIDTH = 40
const MAX_WIDTH = 200

/** Returns what can be shown: colours by NO_COLOR, FORCE_COLOR and whether somebody looks; Unicode by the locale. */
export function screenOf(output: Output, env: Environment): Screen {
  const isTerminal = output.isTTY === true
  const forced = env['FORCE_COLOR'] !== undefined && env['FORCE_COLOR'] !== '0'
  const colours = env['NO_COLOR'] ? false : forced || (isTerminal && env['TERM'] !== 'dumb')
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || ''
  const unicode =
    process.platform === 'win32' ? env['WT_SESSION'] !== undefined : locale === '' || /utf-?8/i.test(locale)
  const columns = Number(env['COLUMNS']) || output.columns || 80
  return {
    width: Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, columns)),
    colours,
    unicode,
    isTerminal,
    write: (text) => void output.write(text),
  }
}

/** Returns a text in a style, where colours are shown. */
export function styled({ colours }: Screen, style: Style | readonly Style[], text: string): string {
  return colours ? styleText(style as Style[], text, { validateStream: false }) : text
}

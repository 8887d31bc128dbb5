/** What it costs, and what is left of it once it is mended. Records and bytes are of the period that was looked at. */
interface Cost {
  /** The template that it is about; of `field` empty, of `format_string` with `<+>` for each word that varies. */
  readonly template: string
  /** Absent: it is not about one pattern. */
  readonly signature?: string | undefined
  readonly check?: string | undefined
  /** Which log it, as far as that is known. */
  readonly services: readonly string[]
  /** Records that were logged. */
  readonly records: number
  /** Bytes that are paid for. */
  readonly bytes: number
  /** Part of all bytes that are paid for, 0–1. */
  readonly share: number
  /** Bytes that mending it saves; 0: none by itself. */
  readonly savedBytes: number
  /** Dollars a month at the pace of the period; `undefined`: its length or the price is not known. */
  readonly usd: number | undefined
  readonly savedUsd: number | undefined
}

/** What can be mended in the code that logs. */
export type Advice = Cost &
  (
    | {
        /** An INFO line that costs much, and nobody would miss: `logger.debug`. */
        readonly kind: 'debug'
      }
    | {
        /** A DEBUG line that is sent: `minimumSeverity`, or the logger's own level. */
        readonly kind: 'level'
      }
    | {
        /** A text that is put together has a word that varies: a format string keeps the pattern one. */
        readonly kind: 'format_string'
        /** How many patterns it makes. */
        readonly patterns: number
        /** One of them. */
        readonly example: string
      }
    | {
        /** Records more than twice as large as usual, and the text is not why. */
        readonly kind: 'large_records'
        readonly bytesPerRecord: number
        /** Of half of all records. */
        readonly usualBytes: number
      }
    | {
        /** A field that takes as much as all the rest. */
        readonly kind: 'field'
        readonly field: string
      }
    | {
        /** It is logged many times for each other line of its service: in a loop. */
        readonly kind: 'loop'
        /** How many times as often as {@link beside}. */
        readonly times: number
        /** The line of its service that comes next in number. */
        readonly beside: string
      }
    | {
        /** Several services log the same, mostly one request: one of them is enough. */
        readonly kind: 'duplicate'
      }
  )

/** Which of them it is. */
export type AdviceKind = Advice['kind']

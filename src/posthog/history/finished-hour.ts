import type { Severity } from '../../record/severity.js'
import { signatureOfTemplate } from '../../signature/signature.js'
import { type HistoryHour, type HistoryPattern, REST_TEMPLATE } from './history-hour.js'
import { type Cell, type HistoryState, keyOf, type ShapeRow } from './history-state.js'
import { idsOf, type KnownShape, type SignedShare, type SignedText, signedText } from './known-shape.js'
import { divided, type ScaledRow, scaledToTotals } from './scaled-rows.js'
import { splitBytes } from './split-bytes.js'

const WIRE: Readonly<Record<string, Severity>> = {
  trace: 'TRACE',
  debug: 'DEBUG',
  info: 'INFO',
  warn: 'WARNING',
  error: 'ERROR',
  fatal: 'CRITICAL',
}
/** Records of no service. */
const UNNAMED = 'unknown_service'
const NO_TEXT: SignedShare = {
  template: REST_TEMPLATE,
  ids: [[signatureOfTemplate(REST_TEMPLATE).id, signatureOfTemplate(REST_TEMPLATE).check]],
  outcome: '',
  share: 1,
}
const REST: KnownShape = { shares: [NO_TEXT], meanLength: 0 }

interface Sum {
  readonly text: SignedText
  readonly ids: readonly [string, string]
  readonly bySeverity: Map<Severity, number>
  seen: number
  kept: number
  /** Of bodies, as stored and as seen. */
  body: number
  keptBody: number
  variance: number
  isEstimated: boolean
}

/** Returns the hour that is open, by service: what its parts counted, scaled to the totals where they are of a draw, signed and added up. */
export function finishedHour(state: HistoryState): HistoryHour[] {
  const open = state.hours[0]
  if (open === undefined) return []
  const rows = Map.groupBy(state.rows, ({ service }) => service)
  const cells = Map.groupBy(open.cells, ({ service }) => service)
  return [...cells]
    .map(([service, own]) => ofService(state, open.hour, service, own, rows.get(service) ?? []))
    .toSorted((a, b) => (a.service < b.service ? -1 : 1))
}

function ofService(
  { known, way }: HistoryState,
  hour: number,
  service: string,
  cells: readonly Cell[],
  rows: readonly ShapeRow[],
): HistoryHour {
  const sums = new Map<string, Sum>()
  for (const row of scaledToTotals(cells, rows, way === 'endpoints')) addRow(sums, row, shapeOf(row, known))
  const all = [...sums.values()].toSorted((a, b) => b.seen - a.seen || (a.ids[0] < b.ids[0] ? -1 : 1))
  const total = (of: (cell: Cell) => number) => cells.reduce((sum, cell) => sum + of(cell), 0)
  const bytes = splitBytes(
    total((cell) => cell.weightedBytes),
    all.map(({ seen }) => seen),
    all.map(({ body }) => body),
  )
  const keptBytes = splitBytes(
    total((cell) => cell.bytes),
    all.map(({ kept }) => kept),
    all.map(({ keptBody }) => keptBody),
  )
  return {
    hour,
    service: service === '' ? UNNAMED : service,
    instances: Math.max(1, ...cells.map(({ instances }) => instances)),
    patterns: all.map((sum, i) => patternOf(sum, bytes[i]!, keptBytes[i]!)),
  }
}

function shapeOf(row: ScaledRow, known: HistoryState['known']): KnownShape {
  if (row.event !== '') return { shares: [{ ...signedText(row.event), outcome: '', share: 1 }], meanLength: 0 }
  return (row.shape === '' ? undefined : known[keyOf(row)]) ?? REST
}

function addRow(sums: Map<string, Sum>, row: ScaledRow, { shares, meanLength }: KnownShape): void {
  const counts = divided(
    row.records,
    shares.map(({ share }) => share),
  )
  for (const [i, text] of shares.entries()) {
    const kept = counts[i]!
    if (kept <= 0) continue
    const part = kept / row.records
    const ids = text === NO_TEXT ? NO_TEXT.ids[0]! : idsOf(text, row.outcome)
    const key = ids.join(' ')
    let sum = sums.get(key)
    if (sum === undefined) {
      const template = { ...text, outcome: text === NO_TEXT ? '' : row.outcome || text.outcome }
      sum = {
        text: template,
        ids,
        bySeverity: new Map(),
        seen: 0,
        kept: 0,
        body: 0,
        keptBody: 0,
        variance: 0,
        isEstimated: false,
      }
      sums.set(key, sum)
    }
    const seen = row.weighted * part
    const severity = WIRE[row.severity] ?? 'INFO'
    sum.bySeverity.set(severity, (sum.bySeverity.get(severity) ?? 0) + seen)
    sum.seen += seen
    sum.kept += kept
    sum.body += seen * meanLength
    sum.keptBody += kept * meanLength
    sum.variance += row.variance * part * part
    sum.isEstimated ||= row.isEstimated || shares.length > 1
  }
}

function patternOf(sum: Sum, bytes: number, keptBytes: number): HistoryPattern {
  const bySeverity = [...sum.bySeverity].toSorted(([, a], [, b]) => b - a)
  const { template, outcome } = sum.text
  return {
    signature: sum.ids[0],
    check: sum.ids[1],
    template: outcome === '' ? template : `${template} ${outcome}`.trimStart(),
    severity: bySeverity[0]![0],
    seenBySeverity: Object.fromEntries(bySeverity),
    seen: sum.seen,
    kept: sum.kept,
    bytes,
    keptBytes,
    errors: (sum.bySeverity.get('ERROR') ?? 0) + (sum.bySeverity.get('CRITICAL') ?? 0),
    isEstimated: sum.isEstimated,
    variance: sum.variance,
  }
}

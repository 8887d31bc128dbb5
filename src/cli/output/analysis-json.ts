import { redactTemplate } from '../../redaction/redact-template.js'
import { redactText } from '../../redaction/redact-text.js'
import { BANDS, exampleOf, type ShownAnalysis } from './shown-analysis.js'

/** Returns an analysis for machines: snake_case, numbers without units in bytes, dollars and epoch milliseconds. */
export function analysisJson({ result, counts, files, monthly, usdPerGb, top, examples, raw }: ShownAnalysis): object {
  const { scale, patterns } = result
  const ofSpan =
    scale.span > 0
      ? { from: scale.first, to: scale.last, span_ms: scale.span }
      : result.span > 0
        ? { span_ms: result.span, span_by: 'time_of_day' }
        : {}
  const cost = (bytes: number) =>
    monthly.factor === undefined ? {} : { usd_per_month: monthly.usd(bytes), bytes_per_month: bytes * monthly.factor }
  return {
    files,
    ...ofSpan,
    lines: counts.lines,
    cut_lines: counts.cut,
    unread_rows: counts.unread,
    interrupted: counts.interrupted,
    records: result.records,
    bytes: Math.round(result.bytes),
    errors: result.errors,
    failed: result.failed,
    usd_per_gb: usdPerGb,
    ...cost(result.bytes),
    formats: Object.fromEntries(result.formats),
    services: Object.fromEntries([...result.services].filter(([name]) => name !== '')),
    broken_lines: result.formats.get('broken JSON') ?? 0,
    broken_examples: result.broken.map((line) => (raw ? line : redactText(line))),
    pattern_count: patterns.size,
    pattern_limit_reached: result.hasOthers,
    patterns: patterns.first(top).map((tally) => ({
      signature: tally.signature.id,
      check: tally.signature.check,
      template: redactTemplate(tally.signature.template),
      severity: BANDS[tally.band],
      records: tally.records,
      bytes: Math.round(tally.bytes),
      errors: tally.errors,
      ...cost(tally.bytes),
      services: tally.services,
      ...(tally.callSite !== '' && { call_site: redactText(tally.callSite) }),
      trend: tally.trend,
      ...(examples && { example: exampleOf(tally, raw) }),
    })),
    fields: result.fields.map(({ name, bytes }) => ({ name, bytes: Math.round(bytes), ...cost(bytes) })),
    secrets: Object.fromEntries(result.secrets.map(({ kind, count }) => [kind, count])),
  }
}

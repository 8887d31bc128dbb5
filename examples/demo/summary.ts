import type { Outcome } from './outcome.ts'
import { type DemoResult, lastThirdOf } from './result.ts'
import { bytes, number, percent } from './screen.ts'

const REASONING_WIDTH = 150
const VERSIONS_SHOWN = 4

/** What happened, for people. */
export function summaryOf(outcome: Outcome, result: DemoResult): string {
  return [
    '',
    ...volumeOf(result),
    '',
    ...budgetsOf(outcome),
    '',
    ...versionsOf(outcome),
    '',
    ...incidentsOf(outcome, result),
    '',
    ...savingsOf(outcome),
    '',
  ].join('\n')
}

function volumeOf(result: DemoResult): string[] {
  const { seen, kept, bytesSeen, bytesSent, errorsLogged, errorsDelivered, estimatedTotal } = result
  const lines = [
    `Three services logged ${number(seen)} records. ${number(kept)} were shipped: ${percent(kept / seen).trim()}.`,
    '',
    `  volume    ${bytes(bytesSeen).trim()} would have been billed, ${bytes(bytesSent).trim()} were: ${percent(result.reduction).trim()} less`,
    `  errors    ${number(errorsLogged)} logged, ${errorsDelivered === null ? 'see PostHog' : `${number(errorsDelivered)} arrived`}`,
    `  patterns  ${number(result.patterns)} seen, ${result.patternsSeenByBackend ?? 'see PostHog'} in the backend, the rare one among them`,
  ]
  if (estimatedTotal !== null)
    lines.push(
      `  counts    the weights of what arrived add up to ${number(estimatedTotal)}: ${((estimatedTotal / seen - 1) * 100).toFixed(2)} % off the truth`,
    )
  if (result.reportsReceived !== null)
    lines.push(
      `  reports   ${number(result.reportsReceived)} received by LipService, which counted ${number(result.seenByLipService!)} records`,
    )
  return lines
}

function budgetsOf(outcome: Outcome): string[] {
  const { budgets } = outcome.told
  if (budgets.length === 0) return ['Budgets are those of your LipService server.']
  const rows = budgets.map(({ service, text, bytesPerSecond }) => {
    const { seconds, bytesSent } = lastThirdOf(outcome, service)
    const allowed = bytesPerSecond * seconds
    const off = (bytesSent / allowed - 1) * 100
    return `  ${service.padEnd(13)} ${bytes(bytesSent)} sent of ${bytes(allowed).trim()} (${off >= 0 ? '+' : ''}${off.toFixed(1)} %): ${text}`
  })
  return ['Budgets, over the last third:', '', ...rows]
}

function versionsOf({ lipservice }: Outcome): string[] {
  if (lipservice === undefined) return []
  const lines = ['Policies that LipService made:', '']
  for (const { service, versions } of lipservice.policies) {
    const shown = versions.slice(0, VERSIONS_SHOWN)
    for (const { version, kind, stage, stage_reason: why, policy } of shown) {
      lines.push(`  ${service} version ${version}, ${kind}, ${stage}: ${why}`)
      lines.push(...wrapped(policy.reasoning ?? '').map((line) => `      ${line}`))
    }
    if (versions.length > shown.length) lines.push(`  ${service}: ${versions.length - shown.length} more`)
  }
  return lines
}

function incidentsOf({ lipservice }: Outcome, { incidentDetectedSeconds }: DemoResult): string[] {
  if (lipservice === undefined) return []
  const found = incidentDetectedSeconds === null ? 'not found' : `found after ${incidentDetectedSeconds.toFixed(1)} s`
  return [
    `Incidents (the one that was made was ${found}):`,
    '',
    ...lipservice.incidents.map(({ summary }) => `  ${summary}`),
  ]
}

function savingsOf({ lipservice }: Outcome): string[] {
  if (lipservice === undefined) return []
  const rows = lipservice.savings.map(({ service, saved_share, guarantees, billed_bytes, relative_standard_error }) => {
    const guaranteed = guarantees.reduce((sum, guarantee) => sum + guarantee.bytes, 0)
    const error =
      relative_standard_error === null ? '' : `, counts are true to ±${(relative_standard_error * 100).toFixed(1)} %`
    return `  ${service.padEnd(13)} ${percent(saved_share)} saved; guarantees took ${percent(guaranteed / billed_bytes).trim()} of what was sent${error}`
  })
  return ['Savings, as LipService counts them from the first second on:', '', ...rows]
}

function wrapped(text: string): string[] {
  const lines = ['']
  for (const word of text.split(' ')) {
    const line = lines.at(-1)!
    if (line.length + word.length < REASONING_WIDTH) lines[lines.length - 1] = line === '' ? word : `${line} ${word}`
    else lines.push(word)
  }
  return lines
}

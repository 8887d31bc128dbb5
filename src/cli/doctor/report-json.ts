import type { App } from './app/app.js'
import { settingsOfOurs, shownValue } from './app/own-variables.js'
import { type Examined, findingsOf } from './examine.js'
import { severityOf } from './finding.js'

/** Returns what the doctor found, for machines. */
export function reportJson(app: App, examined: readonly Examined[]): object {
  const findings = findingsOf(examined)
  return {
    folder: app.folder,
    ok: !findings.some((one) => severityOf(one) === 'error'),
    checks: examined.map(({ title, says, findings: found }) => ({
      title,
      says: says ?? null,
      findings: found.map(({ name }) => name),
    })),
    findings: findings.map((one) => ({
      name: one.name,
      severity: severityOf(one),
      what: one.what,
      fix: one.fix,
      change: one.change ?? [],
    })),
    variables: settingsOfOurs(app.settings).map((setting) => ({
      name: setting.name,
      value: shownValue(setting),
      from: setting.from,
    })),
  }
}

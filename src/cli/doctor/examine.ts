import { withoutKeys } from '../../redaction/without-keys.js'
import type { App } from './app/app.js'
import { CHECKS } from './checks.js'
import type { CheckResult, Finding } from './finding.js'
import type { Reach } from './network/reach.js'

/** What a check came to, with its title. */
export interface Examined extends CheckResult {
  readonly title: string
}

/** Runs all checks, those of the network at once. */
export async function examine(app: App, reach: Reach | undefined): Promise<readonly Examined[]> {
  return Promise.all(
    CHECKS.map(async ({ title, run }) => {
      const { says, findings } = await run(app, reach)
      // What servers answered is in it.
      return { title, says, findings: findings.map((one) => ({ ...one, what: withoutKeys(one.what) })) }
    }),
  )
}

/** Says what is the same once: backend and server may stand behind one proxy. */
export function findingsOf(examined: readonly Examined[]): Finding[] {
  const all = examined.flatMap(({ findings }) => findings)
  return all.filter((one, i) => all.findIndex(({ name, what }) => name === one.name && what === one.what) === i)
}

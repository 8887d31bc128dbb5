import { describe, expect, it } from 'vitest'
import { startFakePostHogApi } from '../../../src/testing/posthog-api/fake-posthog-api.js'
import { shopRows } from '../../support/posthog-shop.js'
import { LONG } from '../../support/tier.js'
import { runCli } from '../support/run-cli.js'

const KEY = 'phx_0123456789abcdefghijABCDEFGHIJ'
/** What it is called with. Those before leave something for those behind. */
const COMMANDS = {
  connect: [],
  doctor: [],
  savings: ['--hours', '1', '--budget', '1GB/day'],
  dashboard: [],
  toggle: [],
  disconnect: ['--remove'],
} as const
type Command = keyof typeof COMMANDS
const NAMES = Object.keys(COMMANDS) as Command[]

interface Without {
  /** Ends with 3, and says which scope is missing. */
  readonly fails: readonly Command[]
  /** Does its work all the same, and says which scope is missing. */
  readonly says: readonly Command[]
}
/** By scope. All others do not even notice. */
const WITHOUT: Readonly<Record<string, Without>> = {
  'logs:read': { fails: ['disconnect'], says: ['connect', 'doctor', 'dashboard'] },
  'logs:write': { fails: [], says: ['doctor', 'dashboard'] },
  'query:read': { fails: [], says: ['connect', 'doctor', 'savings', 'dashboard'] },
  'billing:read': { fails: [], says: ['connect', 'doctor', 'savings'] },
  'user:read': { fails: [], says: ['connect', 'doctor', 'savings'] },
  'dashboard:read': { fails: ['dashboard', 'disconnect'], says: ['connect', 'doctor'] },
  'dashboard:write': { fails: ['dashboard'], says: ['doctor'] },
  'insight:read': { fails: ['dashboard', 'disconnect'], says: ['connect', 'doctor'] },
  'insight:write': { fails: ['dashboard'], says: ['doctor'] },
  'annotation:read': { fails: ['disconnect'], says: ['connect', 'doctor'] },
  'annotation:write': { fails: [], says: ['doctor'] },
  'feature_flag:read': { fails: ['toggle', 'disconnect'], says: ['connect', 'doctor'] },
  'feature_flag:write': { fails: ['toggle'], says: ['doctor'] },
}
const SCOPES = Object.keys(WITHOUT)

/** Who may write may read. */
const allBut = (missing: string): string[] =>
  SCOPES.filter((scope) => scope !== missing && scope !== missing.replace(':read', ':write'))

describe.runIf(LONG)('a key without a scope', () => {
  it.each(SCOPES)(
    '%s, fails what it is for, and names it there; all else works',
    async (missing) => {
      const fake = await startFakePostHogApi({ personalApiKey: KEY, scopes: allBut(missing) })
      fake.addLogs(shopRows(1, Date.now()))
      const env = { POSTHOG_PERSONAL_API_KEY: KEY, POSTHOG_APP_HOST: fake.url, POSTHOG_PROJECT_ID: fake.project }
      const { fails, says } = WITHOUT[missing]!
      for (const name of NAMES) {
        const { code, out, err } = await runCli(['posthog', name, ...COMMANDS[name]], { env })
        expect({ name, code, err }).toMatchObject({ code: fails.includes(name) ? 3 : 0 })
        if (fails.includes(name)) expect(err, name).toContain(`Add the scope ${missing} to the key`)
        else expect((out + err).includes(missing), `${name}: ${out}${err}`).toBe(says.includes(name))
      }
      await fake.close()
    },
    120_000,
  )
})

import { describe, expect, it } from 'vitest'
import { usage } from '../../server/src/config.js'
import { unknownVariables } from '../../src/options/known-variables.js'
import { OPTION_TABLE, type OptionRow } from '../../src/options/option-table.js'
import { resolveOptions } from '../../src/options/resolve-options.js'
import { recordingDiag } from '../support/quiet-diag.js'

const OURS = (Object.values(OPTION_TABLE) as OptionRow[]).flatMap(({ env, logsEnv }) => [env, logsEnv]).filter(Boolean)
const OF_THE_SERVER = [...new Set(usage().match(/LIPSERVICE_[A-Z_]+/g))]

describe('a variable that begins with LIPSERVICE_', () => {
  it('is known if it is an option of ours, one that is read elsewhere, or one of the server', () => {
    expect(OF_THE_SERVER.length).toBeGreaterThan(10)
    const names = [...OURS, ...OF_THE_SERVER, 'LIPSERVICE_SAMPLING', 'LIPSERVICE_LOGGERS']
    expect(unknownVariables(Object.fromEntries(names.map((name) => [name!, 'x'])))).toEqual([])
  })

  it.each([
    ['LIPSERVICE_BUDGT', 'LIPSERVICE_BUDGET'],
    ['LIPSERVICE_BUGDET', 'LIPSERVICE_BUDGET'],
    ['LIPSERVICE_SPOOL_DIRECTORY', 'LIPSERVICE_SPOOL_DIR'],
    ['LIPSERVICE_SHADOW', 'LIPSERVICE_SAMPLING=shadow'],
    ['LIPSERVICE_DISABLED', 'LIPSERVICE_ENABLED=false'],
    ['LIPSERVICE_POSTHOG_API_KEY', 'POSTHOG_API_KEY'],
    ['LIPSERVICE_SERVICE_NAME', 'OTEL_SERVICE_NAME'],
    ['LIPSERVICE_LOGLEVEL', 'LIPSERVICE_LOG_LEVEL'],
    ['LIPSERVICE_KEY', 'LIPSERVICE_API_KEY'],
    ['lipservice_budget', 'LIPSERVICE_BUDGET'],
  ])('%s is told to be meant as %s', (name, meant) => {
    expect(unknownVariables({ [name]: '1' })).toEqual([`${name} (did you mean ${meant}?)`])
  })

  it('that is like no other is named alone, and other prefixes are nobody’s business', () => {
    expect(unknownVariables({ LIPSERVICE_QQXJ: '1', LIPSERVE_BUDGET: '1', PATH: '/bin' })).toEqual(['LIPSERVICE_QQXJ'])
  })

  it('is said in one line with all others, without their values, and does not stop a start', () => {
    const env = { LIPSERVICE_BUDGT: 'value-one', LIPSERVICE_SHADOW: 'value-two', POSTHOG_API_KEY: 'phc_x' }
    const { diag, said } = recordingDiag('warn')
    for (const notice of resolveOptions({}, env).notices) notice(diag)
    expect(said).toHaveLength(1)
    expect(said[0]).toMatch(/LIPSERVICE_BUDGT.*LIPSERVICE_SHADOW.*\[unknown_variable\]$/)
    expect(said[0]).not.toMatch(/value-/)
  })
})

describe('an option that means nothing without another', () => {
  const heard = (options: object, env: Record<string, string>) => {
    const { diag, said } = recordingDiag('warn')
    for (const notice of resolveOptions({ posthogApiKey: 'phc_x', ...options }, env).notices) notice(diag)
    return said
  }

  it('is said, in code and in the environment', () => {
    expect(heard({ budgetShare: 0.5 }, {}).join()).toMatch(/budgetShare.*LIPSERVICE_BUDGET.*\[no_effect\]/)
    expect(heard({}, { LIPSERVICE_API_KEY: 'k', LIPSERVICE_TEAM_ID: '1' }).join()).toMatch(/LIPSERVICE_URL/)
  })

  it('is not said where the other one is set', () => {
    expect(heard({ budgetShare: 0.5 }, { LIPSERVICE_BUDGET: '2GB/day' })).toEqual([])
    expect(heard({ spoolMaxBytes: 2 ** 21, spoolDirectory: '/x' }, {})).toEqual([])
  })
})

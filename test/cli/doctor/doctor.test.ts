import { describe, expect, it } from 'vitest'
import { examine, findingsOf } from '../../../src/cli/doctor/examine.js'
import { FINDINGS, severityOf } from '../../../src/cli/doctor/finding.js'
import type { Reach } from '../../../src/cli/doctor/network/reach.js'
import { reportJson } from '../../../src/cli/doctor/report-json.js'
import { reportText } from '../../../src/cli/doctor/report-text.js'
import { screenOf } from '../../../src/cli/terminal/screen.js'
import { FAULTS } from './faults.js'
import { examinePlanted, POSTHOG_KEY, packageAt, SERVER_KEY } from './planted-app.js'

const screen = screenOf({ write: () => {} }, { LANG: 'C.UTF-8', COLUMNS: '100' })

describe('the doctor', () => {
  it('finds nothing in an app that is wired by zero code', async () => {
    const { findings, asked, examined, app } = await examinePlanted()
    expect(findings).toEqual([])
    expect(asked.map(({ path }) => path).sort()).toEqual([
      '/api/v1/policies/shop',
      '/flags/?v=2',
      '/i/v1/logs',
      '/readyz',
    ])
    const logs = asked.find(({ path }) => path === '/i/v1/logs')
    expect(logs).toEqual({ path: '/i/v1/logs', authorization: `Bearer ${POSTHOG_KEY}`, bytes: 0 })
    expect(reportText(app, examined, screen, true)).toContain('Nothing is wrong.')
  })

  it('finds nothing in an app that is wired in code, has its options there, and reads its variables from a file', async () => {
    const { findings } = await examinePlanted((planted) => {
      planted.manifest = { ...planted.manifest, scripts: { start: 'node --env-file=.env app.js' } }
      planted.files['.env'] = `POSTHOG_HOST=${planted.backendUrl}\nPOSTHOG_API_KEY=${POSTHOG_KEY}\n`
      planted.env = {}
      planted.files['app.js'] = [
        "import pino from 'pino'",
        "import { configureAdaptiveLogging } from 'lipservice'",
        "import { wrapPino } from 'lipservice/pino'",
        "configureAdaptiveLogging({ serviceName: 'shop' })",
        'const logger = wrapPino(pino())',
      ].join('\n')
    })
    expect(findings).toEqual([])
  })

  it.each(FAULTS)('finds $fault as $name and says the fix', async ({ name, fix, change, plant }) => {
    const { findings } = await examinePlanted(plant)
    const found = findings.find((one) => one.name === name)
    expect(found, JSON.stringify(findings)).toBeDefined()
    expect(found!.fix).toMatch(fix)
    if (change !== undefined) expect(found!.change?.join('\n')).toMatch(change)
  })

  it('finds a backend and a server that never answer', async () => {
    const silent: Reach = async () => ({ ok: false, problem: 'no_answer', cause: 'none within 10 s' })
    const { app } = await examinePlanted()
    const found = findingsOf(await examine(app, silent)).filter(({ name }) => name === 'no_answer')
    expect(found.map(({ fix }) => fix)).toEqual([
      expect.stringContaining('check posthogHost / POSTHOG_HOST, and whether a firewall'),
      expect.stringContaining('check lipserviceUrl / LIPSERVICE_URL'),
    ])
  })

  it('asks nobody where it is told so', async () => {
    const { app } = await examinePlanted()
    const offline = await examine(app, undefined)
    expect(offline.filter(({ title }) => title === 'Backend' || title === 'Server').map(({ says }) => says)).toEqual([
      undefined,
      undefined,
    ])
  })

  it('has a planted fault for each finding but the one above', () => {
    const planted = new Set(FAULTS.map(({ name }) => name))
    expect(Object.keys(FINDINGS).filter((name) => !planted.has(name as never))).toEqual(['no_answer'])
  })

  it('shows of no key more than its last four characters, whatever is wrong', async () => {
    const secrets = [POSTHOG_KEY, SERVER_KEY, 'user:secret-of-proxy']
    for (const { plant } of FAULTS.filter(({ name }) => /key|proxy|committed|overridden|server/.test(name))) {
      const { app, examined } = await examinePlanted(async (planted) => {
        await plant(planted)
        planted.env['HTTPS_PROXY'] = 'http://user:secret-of-proxy@127.0.0.1:9'
        planted.env['OTEL_EXPORTER_OTLP_HEADERS'] = 'x-api-key=abcdefghijklmnop'
      })
      const said = reportText(app, examined, screen, true) + JSON.stringify(reportJson(app, examined))
      for (const secret of [...secrets, 'abcdefghijklmnop']) expect(said).not.toContain(secret.slice(4, -4))
    }
  })

  it('says where each value comes from', async () => {
    const { app, examined } = await examinePlanted((planted) => {
      planted.manifest = {
        ...planted.manifest,
        scripts: { start: 'LIPSERVICE_LOG_LEVEL=info node --env-file=.env --import lipservice/register app.js' },
      }
      planted.files['.env'] = 'LIPSERVICE_BUDGET=2GB/day\n'
    })
    const { variables } = reportJson(app, examined) as { variables: { name: string; from: string; value: string }[] }
    const fromOf = (name: string) => variables.find((one) => one.name === name)
    expect(fromOf('LIPSERVICE_LOG_LEVEL')).toMatchObject({ from: 'script start', value: 'info' })
    expect(fromOf('LIPSERVICE_BUDGET')).toMatchObject({ from: '.env', value: '2GB/day' })
    expect(fromOf('POSTHOG_API_KEY')).toMatchObject({ from: 'environment', value: '…6789' })
    expect(reportText(app, examined, screen, false)).toMatch(/would send as much as a budget of 2 GB a day takes/)
  })

  it('takes copies of one version for one, and those that pnpm links', async () => {
    const { findings } = await examinePlanted((planted) => {
      Object.assign(planted.files, packageAt('@opentelemetry/api', '1.10.0', 'node_modules/tracer/'))
    })
    expect(findings).toEqual([])
  })

  it('judges the copy that the app itself loads, not those within other packages, nor those that pnpm keeps for others', async () => {
    const { findings, app } = await examinePlanted((planted) => {
      Object.assign(planted.files, packageAt('pino', '8.0.0', 'node_modules/aaa/'), packageAt('aaa', '1.0.0'))
      Object.assign(planted.files, packageAt('pino', '7.0.0', 'node_modules/.pnpm/pino@7.0.0/'))
      Object.assign(planted.files, packageAt('@opentelemetry/sdk-logs', '0.50.0', 'node_modules/aaa/'))
      Object.assign(planted.files, packageAt('@opentelemetry/sdk-logs', '3.1.0'))
    })
    expect(findings).toEqual([])
    const [own, ...others] = app.installed('pino').map(({ version }) => version)
    expect(own).toBe('10.4.0')
    expect(others.sort()).toEqual(['7.0.0', '8.0.0'])
  })

  it('is as wide as the screen, but for what is to be copied, and ASCII where that is all there is', async () => {
    const narrow = screenOf({ write: () => {} }, { LANG: 'C', COLUMNS: '60' })
    const { app, examined, findings } = await examinePlanted((planted) => {
      planted.backend.status = 401
      planted.env['LIPSERVICE_SPOL_DIR'] = '/tmp'
    })
    const text = reportText(app, examined, narrow, false)
    expect(text).toMatch(/^[\x20-\x7e\n]*$/)
    expect(text.split('\n').filter((line) => line.length > 60)).toEqual([])
    expect(findings.map(severityOf)).toContain('error')
    expect(text).toContain('1 error, 1 warning.')
  })
})

import { describe, expect, it } from 'vitest'
import { trafficOf } from '../support/day-of-traffic.js'
import { runCli } from '../support/run-cli.js'

const line = (fields: object) => `${JSON.stringify({ level: 30, time: 1_764_180_000_000, ...fields })}\n`

describe('lipservice analyze', () => {
  it('counts every record once, by pattern, format, service and severity, and all errors', async () => {
    const traffic = trafficOf(300, 40)
    const records = traffic.trimEnd().split('\n').length
    const failed = traffic.split('payment failed').length - 1
    const { code, out, err } = await runCli(['analyze', '--json'], { input: traffic })
    expect({ code, err }).toEqual({ code: 0, err: '' })
    const found = JSON.parse(out)
    expect(found).toMatchObject({ records, errors: failed, formats: { pino: records }, pattern_count: 5 })
    const sum = (name: string) =>
      found.patterns.reduce((total: number, one: Record<string, number>) => total + one[name]!, 0)
    expect(sum('records')).toBe(records)
    expect(sum('bytes')).toBeGreaterThan(found.bytes * 0.99)
    for (const { trend, records: many } of found.patterns)
      expect(trend.reduce((total: number, one: number) => total + one, 0)).toBe(many)
  })

  it('says what it costs a month at the pace of the file', async () => {
    const { out } = await runCli(['analyze', '--price', '0.5'], { input: trafficOf(300, 40) })
    expect(out).toMatch(/\$[\d.,]+ a month at this pace: [\d.]+ [MG]B a day at \$0\.50 a GB\./)
    expect(out).toContain('lipservice simulate')
  })

  it('shows examples with their secrets masked, unless they are asked for as they are', async () => {
    const input = line({ msg: 'mail to ann@example.com was sent', password: 'hunter2hunter2' })
    const masked = (await runCli(['analyze', '--examples'], { input })).out
    expect(masked).toContain('[redacted:')
    expect(masked).not.toMatch(/hunter2|ann@example/)
    expect(masked).toMatch(/Secrets +1 (email, 1 secret|secret, 1 email): masked/)
    expect((await runCli(['analyze', '--examples', '--raw'], { input })).out).toContain('hunter2hunter2')
  })

  it('counts lines that begin as JSON and are none, and shows the first three, masked', async () => {
    const broken = Array.from({ length: 5 }, (_, i) => `{"level":30,"token":"ghp_${'a1'.repeat(20)}","n":${i}\n`).join(
      '',
    )
    const { out } = await runCli(['analyze'], { input: line({ msg: 'x' }) + broken })
    expect(out).toContain('5 lines begin as JSON and are none; they count as text:')
    expect(out.split('"n":').length - 1).toBe(3)
    expect(out).not.toContain('ghp_a1')
    const found = JSON.parse((await runCli(['analyze', '--json'], { input: broken })).out)
    expect(found).toMatchObject({ records: 5, broken_lines: 5 })
  })

  it('reads JSON arrays, a record a line or all in one', async () => {
    const lines = `[\n{"level":30,"msg":"a"},\n{"level":30,"msg":"b"}\n]\n[{"level":30,"msg":"c"},{"level":30,"msg":"d"}]\n`
    expect(JSON.parse((await runCli(['analyze', '--json'], { input: lines })).out)).toMatchObject({
      records: 4,
      broken_lines: 0,
    })
  })

  it('lets no text of others reach the terminal as anything but text', async () => {
    const msg = 'a\u001b[31mred\u001b[0m \u202eexe.gnp \u0007\u0000 \u2028 \u009b1m end'
    const { out } = await runCli(['analyze', '--examples'], {
      input: line({ msg }) + line({ msg: `${msg} b`, level: 50 }),
    })
    expect(out.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
  })

  it('advises what to mend at the source: what is dear, what varies in words, what several services log', async () => {
    const names = 'amber birch cedar delta ember fjord grove heron ivory jade karst lemon'.split(' ')
    const input = [
      ...Array.from({ length: 300 }, (_, i) =>
        line({ msg: `request ${i} completed`, service: i % 2 ? 'shop' : 'gate' }),
      ),
      ...names.map((name) => line({ msg: `tenant ${name} was migrated` })),
    ].join('')
    const { out } = await runCli(['analyze', '--advice'], { input })
    expect(out).toMatch(/"request <\*> completed" costs .*\n +If nobody reads it, log it at debug/)
    expect(out).toMatch(/"tenant <\+> was migrated" makes 12 patterns of 12 records\.\n +Log what varies/)
    expect(out).toMatch(/"request <\*> completed" is logged by 2 services/)
  })

  it.each([
    ['pino', { 'code.file.path': 'src/pay.ts', 'code.line.number': 42 }],
    ['names from before', { 'code.filepath': 'src/pay.ts', 'code.lineno': 42 }],
  ])('says where a line is logged, if its records do: %s', async (_name, site) => {
    const input = Array.from({ length: 300 }, (_, i) => line({ msg: `request ${i} completed`, ...site })).join('')
    const { out } = await runCli(['analyze', '--advice'], { input })
    expect(out.replaceAll(/\n +/g, ' ')).toMatch(
      /"request <\*> completed" costs [^"]* It is logged at src\/pay\.ts:42\./,
    )
    const json = JSON.parse((await runCli(['analyze', '--json'], { input })).out)
    expect(json.patterns[0].call_site).toBe('src/pay.ts:42')
  })

  it('says where there is nothing to read', async () => {
    expect(await runCli(['analyze', '/no/such.log'])).toMatchObject({
      code: 2,
      err: 'lipservice: there is no file /no/such.log\n',
    })
    expect((await runCli(['analyze'], { input: '' })).out).toBe('There are no records in stdin.\n')
    const stopped = new AbortController()
    stopped.abort()
    expect((await runCli(['analyze'], { input: 'x\n', stop: stopped.signal })).code).toBe(130)
  })
})

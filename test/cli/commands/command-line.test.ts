import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { CommandContext } from '../../../src/cli/command/command-context.js'
import { describeCommands, flattened } from '../../../src/cli/help/described.js'
import { commandsOf } from '../../../src/cli/run.js'
import { runCli } from '../support/run-cli.js'

const table = await commandsOf({} as CommandContext, () => {})
const commands = flattened(describeCommands(table)).filter(({ subCommands }) => subCommands.length === 0)
const positionals = (path: string) => commands.find((one) => one.path === path)!.args.filter((one) => one.isPositional)

const folder = mkdtempSync(join(tmpdir(), 'lipservice-line-'))
afterAll(() => rmSync(folder, { recursive: true }))
const fileOf = (name: string, text: string) => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}
const policy = fileOf('policy.json', JSON.stringify({ version: 8, global_rate: 0.25 }))
const wrong = fileOf('wrong.json', JSON.stringify({ version: 9, global_rate: 7 }))
const log = fileOf('app.log', '{"level":30,"time":1795651200000,"msg":"order 4711 placed"}\n')

describe('a word too many', () => {
  const bounded = commands.filter(
    ({ args }) => !args.some(({ isPositional, hint }) => isPositional && hint.includes('…')),
  )

  it.each(bounded.map(({ path }) => path))('is not passed over in silence by %s', async (path) => {
    const words = [...positionals(path).map(() => 'x'), 'one-too-many']
    const { code, out, err } = await runCli([...path.split(' '), ...words])
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toMatch(new RegExp(`^lipservice: ${path} takes .*; got 'one-too-many', too; see .* --help\\n$`))
  })

  it('is what comes of a line without quotes', async () => {
    const { err } = await runCli(['explain', 'order', '4711', 'placed'])
    expect(err).toContain("explain takes LINE, in quotes if there are blanks in it; got '4711', too")
  })

  it('is none where it is the value of an option, or stands behind --', async () => {
    expect(await runCli(['explain', '--rate', '20', 'order placed'])).toMatchObject({ code: 0, err: '' })
    expect(await runCli(['explain', '--', '--order placed'])).toMatchObject({ code: 0, err: '' })
  })
})

describe('what is missing, or is none', () => {
  const required = commands.filter(({ args }) => args.some(({ isRequired }) => isRequired))

  it.each(required.map(({ path }) => path))('is named by %s', async (path) => {
    const { code, err } = await runCli(path.split(' '))
    expect(code).toBe(2)
    expect(err).toMatch(new RegExp(`^lipservice: ${path} needs ${positionals(path)[0]!.hint.split('|')[0]}`))
  })

  const switches = commands.flatMap(({ path, args }) =>
    args.filter(({ isBoolean }) => isBoolean).map(({ name }) => [path, name] as const),
  )

  it.each(switches)('%s: --%s takes no value', async (path, name) => {
    const { code, err } = await runCli([...path.split(' '), ...positionals(path).map(() => 'x'), `--${name}=maybe`])
    expect({ code, err }).toEqual({ code: 2, err: `lipservice: --${name} takes no value; got 'maybe'\n` })
  })

  it.each([
    [['analize', '--help'], "there is no command 'analize'; did you mean analyze?"],
    [['help', 'analize'], "there is no command 'analize'; did you mean analyze?"],
    [['policy', 'dif', '--help'], "there is no command 'policy dif'; did you mean diff?"],
    [['--vresion'], "there is no option '--vresion' of all commands; see lipservice --help"],
    [['analyze', log, '--top', '3.5'], "--top must be a whole number; got '3.5'"],
    [['simulate', log, '--compare', '1GB/day,much'], '--compare must be an amount and a time'],
    [['policy', 'pull', '--url', 'nowhere', '--service', 'shop'], '--url must be an http:// or https:// URL'],
    [['tail', '--host', 'nowhere', '--key', 'phc_0123456789'], '--host must be an http:// or https:// URL'],
    [['spool', 'list', '--dir', log], 'cannot be read: '],
  ])('%j says so', async (args, said) => {
    const { code, out, err } = await runCli(args)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(said)
  })
})

describe('a spool directory that is a file', () => {
  it('is a finding of the doctor, and no fault of it', async () => {
    const { code, out } = await runCli(['doctor', folder, '--offline', '--json'], {
      env: { LIPSERVICE_SPOOL_DIR: log, POSTHOG_API_KEY: 'phc_k3Jx0123456789abcdefQ7wz' },
    })
    expect(code).toBe(1)
    expect(out).toContain('"spool_unusable"')
  })
})

describe('a budget that is not quite one', () => {
  it.each([
    ['2GB', '2GB/day'],
    ['2gb/day', '2GB/day'],
    ['2 GB a day', '2GB/day'],
    ['500m/d', '500MB/day'],
    ['50', '50/s'],
    ['50/sec', '50/s'],
    ['50 lines per second', '50/s'],
    ['1,000/s', '1000/s'],
    ['$100/month', '100USD/month'],
    ['100$', '100USD/month'],
    ['100usd/mo', '100USD/month'],
  ])('%s: did you mean %s?', async (text, meant) => {
    for (const args of [
      ['simulate', log, '--budget'],
      ['simulate', log, '--compare'],
      ['tail', '--budget'],
    ]) {
      const name = args.at(-1)!
      const { code, err } = await runCli([...args, text])
      // Of several budgets a comma is between two.
      if (name === '--compare' && text.includes(',')) continue
      expect(err).toMatch(
        new RegExp(`^lipservice: ${name} must be .*; got '.*'; did you mean ${meant.replace('$', '\\$')}\\?\n$`),
      )
      expect(code).toBe(2)
    }
  })

  it.each(['2GB/week', '50/min', '100USD/day', 'much', '', '-5/s', '0/s'])('%j is not guessed at', async (text) => {
    const { code, err } = await runCli(['simulate', log, '--budget', text])
    expect({ code, isGuessed: err.includes('did you mean') }).toEqual({ code: 2, isGuessed: false })
  })
})

describe('--json', () => {
  /** They print a script, a policy as it is, and one line. */
  const WITHOUT = ['completions', 'policy pull', 'posthog disconnect']

  it('is what every command has, but those that print nothing else', () => {
    const without = commands.filter(({ args }) => !args.some(({ name }) => name === 'json')).map(({ path }) => path)
    expect(without.toSorted()).toEqual(WITHOUT)
  })

  it.each([
    [['analyze', log, '--advice', '--examples']],
    [['simulate', log, '--compare', '1GB/day,50/s']],
    [['init', folder, '--logger', 'pino', '--framework', 'none', '--server', 'none']],
    [['doctor', folder, '--offline']],
    [['policy', 'show', policy]],
    [['policy', 'diff', policy, policy]],
    [['policy', 'check', policy, wrong]],
    [['explain', 'order 4711 placed', '--policy', policy]],
    [['spool', 'list', '--dir', folder]],
    [['spool', 'drop', '--dir', folder, '--yes']],
    [['posthog', 'rules', '--policy', policy, '--service', 'shop']],
  ])('of %j is one line of JSON, and nothing else', async (args) => {
    const { out, err } = await runCli([...args, '--json'])
    expect(err).toBe('')
    expect(out.trimEnd().split('\n')).toHaveLength(1)
    expect(typeof JSON.parse(out)).toBe('object')
  })

  it('of tail is its summary, beside the lines', async () => {
    const { out, err } = await runCli(['tail', '--json'], { input: 'one\n' })
    expect(out).toBe('one\n')
    expect(JSON.parse(err)).toMatchObject({
      lines: 1,
      passed_lines: 1,
      records: 1,
      kept: 1,
      errors: 0,
      bytes_spared: 0,
    })
  })

  it('of policy check says of each file what is wrong', async () => {
    const { code, out } = await runCli(['policy', 'check', policy, wrong, '--json'])
    expect(code).toBe(1)
    expect(JSON.parse(out)).toMatchObject([
      { file: policy, version: 8, refused: [], idle: [] },
      { file: wrong, refused: [expect.stringContaining('global_rate')] },
    ])
  })
})

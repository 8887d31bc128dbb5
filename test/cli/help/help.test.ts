import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { CommandContext } from '../../../src/cli/command/command-context.js'
import { checkNames } from '../../../src/cli/commands/check-names.js'
import { COMMAND_HELP } from '../../../src/cli/help/command-help.js'
import { describeCommands, flattened } from '../../../src/cli/help/described.js'
import { commandsOf } from '../../../src/cli/run.js'
import { root } from '../../support/root.js'
import { atTier } from '../../support/tier.js'
import { runCli } from '../support/run-cli.js'

const table = await commandsOf({} as CommandContext, () => {})
const commands = flattened(describeCommands(table))
const paths = commands.map(({ path }) => path)

describe('help', () => {
  it('has examples of every command, and of none that is not there', () => {
    expect(Object.keys(COMMAND_HELP).sort()).toEqual([...paths].sort())
    expect(commands.filter(({ help, description }) => help!.examples.length === 0 || description === '')).toEqual([])
  })

  it.each(commands.flatMap(({ help }) => help!.examples.map(([line]) => line)))('names in %s what is there', (line) => {
    const [, rest] = /(?:^|\s)lipservice ((?:'[^']*'|[^|>])*)/.exec(line)!
    const words = [...rest!.matchAll(/'[^']*'|\S+/g)].map(([word]) => word)
    expect(() => checkNames(words[0]!, words.slice(1), table)).not.toThrow()
  })

  it.each(paths)('of %s says usage, arguments, examples and exit codes', async (path) => {
    const { code, out, err } = await runCli([...path.split(' '), '--help'])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain(`lipservice ${path}`)
    expect(out).toMatch(/\nExamples\n {2}.*lipservice /)
    expect(out).toMatch(/\nExit codes\n {2}0 +done\n/)
    for (const { name, isPositional } of commands.find((one) => one.path === path)!.args)
      if (!isPositional) expect(out).toContain(`--${name}`)
  })

  it('of all names every command, and is what comes without any', async () => {
    const { out } = await runCli(['--help'])
    for (const name of Object.keys(table)) expect(out).toMatch(new RegExp(`^ {2}${name} `, 'm'))
    expect((await runCli([])).out).toBe(out)
    expect((await runCli(['help'])).out).toBe(out)
    expect((await runCli(['help', 'policy', 'diff'])).out).toBe((await runCli(['policy', 'diff', '-h'])).out)
  })

  it.each([40, 60, 80, 120])('is no wider than %i columns, but for lines that are to be copied', async (columns) => {
    for (const path of ['', ...paths]) {
      const { out } = await runCli([...path.split(' ').filter(Boolean), '--help'], {
        env: { COLUMNS: String(columns) },
      })
      const examples = new Set(COMMAND_HELP[path]?.examples.map(([line]) => `  ${line}`))
      const wide = out
        .split('\n')
        .filter((line) => line.length > columns && !examples.has(line) && line.trim().includes(' '))
      expect(wide, path).toEqual([])
    }
  })

  it('is ASCII where the locale is no UTF-8, and has no colours but where they are wanted', async () => {
    for (const path of ['', ...paths]) {
      const words = [...path.split(' ').filter(Boolean), '--help']
      expect((await runCli(words, { env: { LANG: 'C' } })).out).toMatch(/^[\x20-\x7e\n]*$/)
      expect((await runCli(words, { env: { FORCE_COLOR: '1' } })).out).toContain('\u001b[')
      expect((await runCli(words, { env: { FORCE_COLOR: '1', NO_COLOR: '1' } })).out).not.toContain('\u001b')
    }
  })
})

describe('a name that is not there', () => {
  it.each([
    [['analize', 'x'], "there is no command 'analize'; did you mean analyze?"],
    [['policy', 'dif'], "there is no command 'policy dif'; did you mean diff?"],
    [['policy'], 'which? lipservice policy show|diff|check|pull'],
    [['doctor', '--fxi'], 'doctor has no --fxi; did you mean --fix?'],
    [['policy', 'show', '--jsn'], 'policy show has no --jsn; did you mean --json?'],
    [['spool', 'list', '-x'], 'spool list has no -x;'],
    [['constructor'], "there is no command 'constructor'"],
    [['init', '--logger', 'bunyan'], '--logger must be one of pino, winston'],
    [['init', '--server', 'localhost'], '--server must be an http:// or https:// URL, or none'],
    [['completions', 'tcsh'], 'a shell is bash, zsh, fish'],
  ])('in %j is said with the nearest, and ends with 2', async (args, said) => {
    const { code, out, err } = await runCli(args)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(said)
    expect(err.trimEnd().split('\n')).toHaveLength(1)
  })

  it('moves no cursor, whatever it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 100 }), async (name) => {
        const { code, err } = await runCli([`x${name}`])
        expect(code).toBe(2)
        expect(err.slice(0, -1)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
      }),
      { numRuns: atTier({ test: 20, long: 300, soak: 5_000 }) },
    )
  })
})

describe('the man page', () => {
  it('is that of the commands: npm run man makes it anew', async () => {
    expect(readFileSync(join(root, 'man/lipservice.1'), 'utf8')).toBe((await runCli(['man'])).out)
  })

  it('has every command and option, and no line that begins like a request by accident', async () => {
    const { out } = await runCli(['man'])
    for (const { path, args } of commands) {
      expect(out).toContain(`lipservice ${path.replaceAll('-', '\\-')}`)
      for (const { name, isPositional } of args)
        if (!isPositional) expect(out).toContain(`\\-\\-${name.replaceAll('-', '\\-')}`)
    }
    const requests = new Set(out.split('\n').flatMap((line) => /^[.'](\S*)/.exec(line)?.[1] ?? []))
    expect([...requests].sort()).toEqual(['B', 'PP', 'RE', 'RS', 'SH', 'SS', 'TH', 'TP', 'fi', 'nf'])
  })
})

describe('completions', () => {
  afterEach(() => vi.restoreAllMocks())

  /** The library prints by the console. */
  async function printed(args: readonly string[]): Promise<string> {
    const lines: string[] = []
    vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line))
    const { out, code } = await runCli(args)
    expect(code).toBe(0)
    return lines.map((line) => `${line}\n`).join('') + out
  }

  const offered = async (...words: string[]) =>
    (await printed(['complete', '--', ...words]))
      .split('\n')
      .flatMap((line) => (line === '' || line.startsWith(':') ? [] : [line.split('\t')[0]]))

  it.each(['bash', 'zsh', 'fish'])('of %s are asked for at us', async (shell) => {
    expect(await printed(['completions', shell])).toMatch(/lipservice complete --/)
  })

  it('offer commands, those within them, options and values', async () => {
    expect(await offered('')).toEqual(Object.keys(table))
    expect(await offered('pol')).toEqual(['policy'])
    expect(await offered('spool', '')).toEqual(['list', 'show', 'send', 'drop'])
    expect(await offered('doctor', '--f')).toEqual(['--fix'])
    expect(await offered('init', '--framework', 'n')).toEqual(['nest', 'next', 'none'])
    expect(await offered('completions', '')).toEqual(['bash', 'zsh', 'fish'])
  })

  it.each([
    [['analyze', '']],
    [['analyze', 'a.log', 'b']],
    [['simulate', 'a.log', '--html', '']],
    [['doctor', '']],
    [['policy', 'diff', 'a']],
  ])('leave %j to the shell, which knows files', async (words) => {
    expect(await printed(['complete', '--', ...words])).toBe(':0\n')
  })
})

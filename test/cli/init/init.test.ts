import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runCli } from '../support/run-cli.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lipservice-init-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const manifest = (content: object) => writeFileSync(join(folder, 'package.json'), JSON.stringify(content))
const init = async (...args: string[]) => (await runCli(['init', folder, ...args])).out

describe('lipservice init', () => {
  it.each([
    [
      { dependencies: { pino: '10', fastify: '5' }, type: 'module' },
      /wrapPino\(pino\(\)\)[\s\S]*loggerInstance: logger/,
    ],
    [{ dependencies: { fastify: '5' } }, /require\('lipservice\/pino'\)/],
    [{ dependencies: { winston: '3', express: '5' }, type: 'module' }, /wrapLogger\(winston[\s\S]*withLogContext/],
    [{ dependencies: { '@nestjs/common': '12', '@nestjs/core': '12' } }, /wrapNestLogger\(new ConsoleLogger\(\)\)/],
    [
      { dependencies: { next: '16' } },
      /instrumentation\.js[\s\S]*NEXT_RUNTIME[\s\S]*serverExternalPackages: \['lipservice'\]/,
    ],
    [{ dependencies: {}, devDependencies: { typescript: '6' } }, /logger\.ts[\s\S]*import \{ wrapConsole \}/],
    [{ name: '@acme/shop' }, /OTEL_SERVICE_NAME=shop/],
  ])('finds out what an app of %j needs', async (content, said) => {
    manifest(content)
    expect(await init()).toMatch(said)
  })

  it('goes by what is said before what is found', async () => {
    manifest({ dependencies: { pino: '10', express: '5' }, scripts: { start: 'node server.js' } })
    const out = await init('--logger', 'none', '--framework', 'none', '--server', 'http://127.0.0.1:8318')
    expect(out).toContain('node --import lipservice/register server.js')
    expect(out).toContain('export LIPSERVICE_URL=http://127.0.0.1:8318')
    expect(out).not.toContain('wrapPino')
  })

  it('names the package manager and the folder of the code', async () => {
    manifest({ type: 'module' })
    mkdirSync(join(folder, 'src'))
    writeFileSync(join(folder, 'pnpm-lock.yaml'), '')
    const out = await init('--logger', 'pino')
    expect(out).toContain('pnpm add lipservice')
    expect(out).toContain('src/logger.js')
  })

  it('writes nothing unless it is told to, and then only what is not there', async () => {
    manifest({ type: 'module', dependencies: { pino: '10' } })
    await init()
    expect(existsSync(join(folder, 'logger.js'))).toBe(false)
    expect(await init('--write')).toContain('logger.js is written.')
    expect(readFileSync(join(folder, 'logger.js'), 'utf8')).toContain('export const logger = wrapPino(pino())')
    writeFileSync(join(folder, 'logger.js'), '// mine\n')
    expect(await init('--write')).toContain('logger.js is there already and stays as it is.')
    expect(readFileSync(join(folder, 'logger.js'), 'utf8')).toBe('// mine\n')
    expect(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))).toEqual({
      type: 'module',
      dependencies: { pino: '10' },
    })
  })
})

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findNest } from '../../src/adapters/nest/find-nest.js'

const WRAPPED = Symbol.for('lipservice.nest')
/** Of the copy that an app has installed. */
const NEST = `exports.ConsoleLogger = class { printMessages() {} error() {} log() {} }`

describe("Nest's own logger", () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lipservice-nest-'))
    const nest = join(folder, 'node_modules/@nestjs/common')
    mkdirSync(nest, { recursive: true })
    writeFileSync(join(nest, 'package.json'), '{"name":"@nestjs/common","main":"index.js"}')
    writeFileSync(join(nest, 'index.js'), NEST)
    mkdirSync(join(folder, 'dist'))
    writeFileSync(join(folder, 'dist/package.json'), '{"type":"module"}')
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const main = () => join(folder, 'dist/main.js')
  const manifest = (content: object) => writeFileSync(join(folder, 'package.json'), JSON.stringify(content))
  const isLoaded = () =>
    Object.keys(createRequire(main()).cache).some((file) => file.startsWith(join(folder, 'node_modules')))
  const isWrapped = () => WRAPPED in createRequire(main())('@nestjs/common').ConsoleLogger.prototype

  it.each([
    ['dependencies', { dependencies: { '@nestjs/common': '11' } }],
    ['devDependencies', { devDependencies: { '@nestjs/core': '11' } }],
  ])('is wrapped before an app that has it in its %s imports it', (_, content) => {
    manifest({ name: 'app', ...content })
    findNest(main())
    expect(isLoaded()).toBe(true)
    expect(isWrapped()).toBe(true)
  })

  it.each([
    ['depends on something else', { name: 'tool', dependencies: { pino: '10' } }],
    ['depends on nothing', { name: 'tool' }],
  ])('is not loaded for a tool that %s', (_, content) => {
    manifest(content)
    findNest(main())
    expect(isLoaded()).toBe(false)
  })

  it('is wrapped when somebody requires it later', () => {
    manifest({ name: 'tool' })
    findNest(undefined)
    createRequire(main())('@nestjs/common')
    expect(isWrapped()).toBe(true)
  })

  it.each([
    ['is no JSON', '{'],
    ['is a list', '[]'],
    ['is null', 'null'],
  ])('is left alone, and nothing throws, where package.json %s', (_, text) => {
    writeFileSync(join(folder, 'package.json'), text)
    expect(() => findNest(main())).not.toThrow()
    expect(isLoaded()).toBe(false)
  })

  it('may be missing from an app that names it', () => {
    manifest({ name: 'app', dependencies: { '@nestjs/common': '11' } })
    rmSync(join(folder, 'node_modules'), { recursive: true })
    expect(() => findNest(main())).not.toThrow()
  })
})

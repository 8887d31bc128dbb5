import { copyFile, mkdtemp, open, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openStore } from '../../src/store/open-store.js'
import { TEN } from '../support/reports.js'

describe('an SQLite file', () => {
  let folder: string
  let file: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lipservice-file-'))
    file = join(folder, 'db')
  })
  afterEach(() => rm(folder, { recursive: true }))
  const openIt = (exclusive = false) => openStore({ database: file, connections: 2, exclusive, onError: () => {} })

  it('that holds something else is not opened', async () => {
    await writeFile(file, 'something else, which is no database at all '.repeat(100))
    await expect(openIt()).rejects.toThrow(`cannot open the SQLite file ${file}: file is not a database`)
  })

  it('that is damaged is not opened, and the message says what to do', async () => {
    const store = await openIt()
    for (let i = 0; i < 300; i++) await store.keys.ensureTeam(`team ${i} ${'x'.repeat(200)}`, TEN)
    await store.close()
    const handle = await open(file, 'r+')
    const { size } = await handle.stat()
    const page = Buffer.alloc(4_096, 0xff)
    // Its last pages: those of the table that has grown.
    for (let at = size - 10 * page.length; at < size; at += page.length) await handle.write(page, 0, page.length, at)
    await handle.close()
    await expect(openIt()).rejects.toThrow(/is damaged: .*Restore it from a backup/s)
  })

  it('is not written to once its path leads to another', async () => {
    const store = await openIt()
    await store.probe(TEN)
    await copyFile(file, `${file}.copy`)
    await rename(`${file}.copy`, file)
    await expect(store.probe(TEN)).rejects.toThrow('was replaced while the server runs')
    await expect(store.keys.ensureTeam('t', TEN)).rejects.toThrow('was replaced')
    await store.close()
  })

  it('can be backed up while the server writes, and the backup opened in its place', async () => {
    const store = await openIt(true)
    const team = await store.keys.ensureTeam('kept', TEN)
    const tool = new DatabaseSync(file)
    tool.exec(`VACUUM INTO '${file}.backup'`)
    tool.close()
    await store.keys.ensureTeam('later', TEN)
    await store.close()
    for (const suffix of ['', '-wal', '-shm']) await rm(`${file}${suffix}`, { force: true })
    await copyFile(`${file}.backup`, file)
    const restored = await openIt(true)
    expect(await restored.keys.ensureTeam('kept', TEN)).toBe(team)
    expect(await restored.keys.ensureTeam('later still', TEN)).toBe(team + 1)
    await restored.close()
  })

  it('is for one server at a time, and for tools beside it', async () => {
    const server = await openIt(true)
    await expect(openIt(true)).rejects.toThrow('another server has the SQLite file')
    const tool = await openIt()
    await tool.keys.ensureTeam('made by a tool', TEN)
    await tool.close()
    await server.close()
    await (await openIt(true)).close()
  })
})

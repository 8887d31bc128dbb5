import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openStore } from '../src/store/open-store.js'
import { teamsCommand } from '../src/teams-command.js'
import { TEN } from './support/reports.js'

describe('the command that removes a team', () => {
  let folder: string
  let database: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lipservice-teams-'))
    database = join(folder, 'db')
    const store = await openStore({ database, connections: 1, onError: () => {} })
    await store.keys.ensureTeam('shoes', TEN)
    await store.close()
  })
  afterEach(() => rm(folder, { recursive: true }))
  const run = (...args: string[]) => teamsCommand(args, { DATABASE_URL: database })

  it('does so once, with a reason', async () => {
    expect(await run('remove', 'shoes', '--reason', 'they have gone')).toMatch(/^shoes is removed/)
    await expect(run('remove', 'shoes', '--reason', 'again')).rejects.toThrow("there is no team 'shoes'")
  })

  it.each([
    [['remove', 'shoes'], /--reason must have 1–1000 characters/],
    [['remove', 'shoes', '--reason', 'x'.repeat(1_001)], /--reason must have/],
    [['remove'], /'teams' takes remove <name>; got 'remove'/],
    [['rename', 'shoes', '--reason', 'x'], /'teams' takes remove/],
    [['remove', 'shoes', '--colour', 'red'], /--colour/],
  ])('says what is wrong with %j', async (args, problem) => {
    await expect(run(...args)).rejects.toThrow(problem)
  })

  it('says how it is used', async () => {
    expect(await run('--help')).toContain('teams remove <name> --reason <text>')
    expect(await run()).toContain('teams remove')
  })
})

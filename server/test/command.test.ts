import { expect, it, vi } from 'vitest'
import { command } from '../src/command.js'
import { readConfig } from '../src/config.js'
import { createLog } from '../src/log.js'
import { startServer } from '../src/server.js'

it.each([
  ['/', 'cannot open the SQLite file /: it is a folder'],
  ['/nowhere/db', 'cannot open the SQLite file /nowhere/db: there is no folder /nowhere'],
  ['postgres://127.0.0.1:1/x', 'ECONNREFUSED'],
])('a server whose database is %s says why it does not start', async (database, message) => {
  const config = readConfig(['--port', '0', '--database', database], {})
  await expect(startServer(config, createLog('silent'))).rejects.toThrow(message)
})

it('the command has a help text', async () => {
  let text = ''
  const writing = vi.spyOn(process.stdout, 'write').mockImplementation((some) => {
    text += some
    return true
  })
  await command(['--help'], {}).finally(() => writing.mockRestore())
  expect(text).toContain('--flush-seconds')
})

import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { freePort, whileRunning } from './service.ts'

const PROGRAM = 'prometheus-node-exporter'
const COLLECTORS = ['--collector.disable-defaults', '--collector.loadavg']

/** Returns what prometheus-node-exporter of Debian writes at its start, and a second one that finds the port taken. */
export async function logfmtLines(): Promise<string> {
  const port = await freePort()
  const args = [...COLLECTORS, `--web.listen-address=127.0.0.1:${port}`]
  let second = ''
  const first = await whileRunning(
    [PROGRAM, ...args],
    { cwd: tmpdir(), url: `http://127.0.0.1:${port}/` },
    async () => {
      second = spawnSync(PROGRAM, args, { encoding: 'utf8' }).stderr
    },
  )
  return (first + second).replaceAll(String(port), '9100')
}

/** Writes the types of the API of the server that is built: `npm run build && npm run types --workspace dashboard`. */
import { writeFile } from 'node:fs/promises'
import { createLog, readConfig, startServer } from 'lipservice-server'
import { SCHEMA, schemaText } from './schema-text.ts'

const config = readConfig(['--port', '0', '--database', ':memory:'], {})
const server = await startServer(config, createLog('silent', process.stderr))
try {
  const answer = await fetch(`${server.url}/openapi.json`)
  await writeFile(SCHEMA, await schemaText(await answer.json()))
} finally {
  await server.stop()
}

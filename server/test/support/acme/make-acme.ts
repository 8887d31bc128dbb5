/** Writes the shop's database and the state of its fleet into a folder: `node --import ./test/support/from-source.ts make-acme.ts FOLDER`. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openStore } from '../../../src/store/open-store.js'
import { fillAcme } from './fill-acme.js'

const folder = process.argv[2]!
const store = await openStore({ database: join(folder, 'acme.db'), connections: 2, onError: () => {} })
const { api, fleet } = await fillAcme(store)
await writeFile(join(folder, 'fleet.json'), JSON.stringify({ now: fleet.now, ...fleet.save() }))
await api.close()

import type { Backends } from './backends.ts'
import { startService } from './fleet.ts'
import { putUnderLoad } from './load.ts'

const LOAD_SECONDS = 60
const SIGNALS = ['SIGINT', 'SIGTERM'] as const

/** Starts the services anew and keeps them under load, for whoever looks at the page, until the demo is ended. */
export async function stayUntilEnded(names: readonly string[], backends: Backends): Promise<void> {
  const end = new AbortController()
  for (const signal of SIGNALS) process.on(signal, () => end.abort())
  const services = await Promise.all(names.map((name) => startService(name, backends.options)))
  console.log(`
The services go on until Ctrl-C, and so does LipService with all that it has seen of them. Its page, logged in:
  ${await backends.lipservice!.loginLink()}
`)
  const { url } = services.find((service) => service.url !== undefined)!
  while (!end.signal.aborted) await putUnderLoad(url!, LOAD_SECONDS, end.signal)
  // A terminal sends Ctrl-C to them, too: those that it has ended need not be.
  await Promise.allSettled(services.map((service) => service.stop()))
  await backends.close()
}

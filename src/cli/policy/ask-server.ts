import { createControlPlaneClient } from '../../control-plane/client.js'
import { within } from '../../internal/deadline.js'
import { createDiag } from '../../internal/diag.js'
import { publicUrl } from '../../internal/public-text.js'
import { Secret } from '../../internal/secret.js'
import { systemTimers } from '../../internal/timer.js'
import { resolveConnection } from '../../options/connection.js'
import { resolveSamplingOptions } from '../../options/resolve-options.js'
import type { CommandContext } from '../command/command-context.js'
import { resolved } from '../command/resolved.js'
import { UsageError } from '../command/usage-error.js'
import { InputError } from '../input/input-error.js'
import type { PolicyDocument } from './read-policy-file.js'

const TIMEOUT_MILLIS = 10_000

/** Whom to ask, beside the environment. */
export interface ServerArguments {
  readonly url?: string | undefined
  readonly service?: string | undefined
}

/** What a server has for a service. */
export interface ServedPolicy extends PolicyDocument {
  readonly service: string
  /** As it came. */
  readonly text: string
}

/**
 * Asks a LipService server for the policy of a service: LIPSERVICE_URL, LIPSERVICE_API_KEY, LIPSERVICE_TEAM_ID, OTEL_SERVICE_NAME.
 *
 * @throws UsageError where the server or the service is not known, InputError where there is no answer to use
 */
export async function askServer({ env, clock }: CommandContext, given: ServerArguments): Promise<ServedPolicy> {
  const asked = { ...env, ...(given.url !== undefined && { LIPSERVICE_URL: given.url }) }
  const {
    lipserviceUrl: url,
    lipserviceApiKey: key,
    teamId,
    serviceName,
  } = resolved(() => resolveSamplingOptions(given.service === undefined ? {} : { serviceName: given.service }, asked), {
    '--url': given.url === undefined ? undefined : 'LIPSERVICE_URL (option lipserviceUrl)',
    '--service': given.service === undefined ? undefined : 'serviceName',
  })
  if (url === undefined)
    throw new UsageError('which server? set LIPSERVICE_URL, or name it: --url http://127.0.0.1:8318')
  if (serviceName.startsWith('unknown_service'))
    throw new UsageError('which service? set OTEL_SERVICE_NAME, or name it: --service checkout-api')
  const client = createControlPlaneClient({
    url,
    serviceName,
    clock,
    diag: createDiag(),
    timeoutMillis: TIMEOUT_MILLIS,
    connection: resolveConnection(asked),
    ...(key instanceof Secret && { apiKey: key.reveal() }),
    ...(teamId !== undefined && { teamId }),
  })
  try {
    const asking = client.fetchPolicy()
    // Its requests do not keep a process alive.
    await within(2 * TIMEOUT_MILLIS, systemTimers, asking)
    const answer = await asking
    const name = `${publicUrl(url)} for ${serviceName}`
    if (answer.kind === 'policy') return { name, service: serviceName, document: answer.document, text: answer.text }
    if (answer.kind === 'none' || answer.kind === 'unchanged')
      throw new InputError(`${publicUrl(url)} has no policy for ${serviceName} yet`)
    const hint = answer.kind === 'denied' ? '; check LIPSERVICE_API_KEY' : ''
    throw new InputError(`${publicUrl(url)}: ${answer.problem}${hint}`)
  } finally {
    await client.close()
  }
}

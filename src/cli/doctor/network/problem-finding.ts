import type { ConnectionOptions } from '../../../internal/http-transport.js'
import { publicUrl } from '../../../internal/public-text.js'
import type { Finding } from '../finding.js'
import { proxyFor } from './proxy-for.js'
import type { Reached } from './reach.js'

type NoAnswer = Extract<Reached, { ok: false }>

/** Returns what no answer means. @param setting what holds the address, in the words of messages */
export function problemFinding(
  url: string,
  { problem, cause }: NoAnswer,
  setting: string,
  { proxies }: ConnectionOptions,
): Finding {
  const shown = publicUrl(url)
  const { hostname } = new URL(url)
  switch (problem) {
    case 'proxy':
      return {
        name: 'proxy_refuses',
        what: `the proxy ${publicUrl(proxyFor(url, proxies) ?? '')} does not connect to ${shown}: ${cause}`,
        fix: `let the proxy pass ${hostname}, or reach it directly by NO_PROXY`,
        change: [`export NO_PROXY=${[proxies?.no, hostname].filter(Boolean).join(',')}`],
      }
    case 'host_unknown':
      return {
        name: 'host_unknown',
        what: `the host of ${shown} cannot be found: ${cause}`,
        fix: `check ${setting} and the name service of this machine`,
      }
    case 'tls_failed':
      return {
        name: 'tls_failed',
        what: `no secure connection to ${shown}: ${cause}`,
        fix: `trust its authority by NODE_EXTRA_CA_CERTS (or OTEL_EXPORTER_OTLP_CERTIFICATE), or check ${setting}`,
        change: ['export NODE_EXTRA_CA_CERTS=/path/to/authority.pem'],
      }
    case 'no_answer':
      return {
        name: 'no_answer',
        what: `${shown} does not answer: ${cause}`,
        fix: `check ${setting}, and whether a firewall lets this machine reach it`,
      }
    default:
      return {
        name: 'connection_refused',
        what: `nobody listens at ${shown}: ${cause}`,
        fix: `check ${setting}${/:4317$/.test(new URL(url).host) ? ': 4317 is the port of gRPC, HTTP has 4318' : ', and whether it runs and can be reached from here'}`,
      }
  }
}

import type { ServerMetrics } from '../../metrics/server-metrics.js'
import { type Endpoint, endpoint } from '../endpoint.js'

/** Metrics of the server, for Prometheus. */
export function metricsRoutes(metrics: ServerMetrics): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/metrics',
      scopes: 'metrics',
      summary: "Metrics of the server in Prometheus' format; for this machine, or with the token of --metrics-token",
      responses: [{ status: 200, description: 'The metrics, as text' }],
      async handle() {
        return new Response(await metrics.text(), { headers: { 'content-type': metrics.contentType } })
      },
    }),
  ]
}

/** What is known of a line by what wrote it. */
export type Source =
  /** Of a web server: method and path. */
  | 'access'
  /** The same, of a probe. */
  | 'probe'
  /** A statement of a database, as object mappers log it. */
  | 'query'
  /** Anything else: its words say what it is. */
  | 'app'

const ACCESS =
  /^\W{0,8}(?:\S{1,64} - - )?(?:HTTP\S{0,8} )?"?(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) (?:\/|https?:|<[*+]>)/
const PROBE_PATH =
  /(?:^|[\s"/])\/?(?:healthz?|health[-_]?checks?|_health|readyz?|ready|readiness|livez?|liveness|ping|status|up|alive|heartbeat|actuator\/health)(?=$|[\s"?/])/i
const PROBER = /\b(?:kube-probe|ELB-HealthChecker|GoogleHC|HealthCheck\/)/i
const SERVER_ERROR = /\b[45]\d\d\b/
const QUERY_MARK = /^\W{0,8}(?:prisma:query|mongoose:|knex:|sequelize:|executing \(\S{1,40}\):|query:)/i
const STATEMENT = /\b(?:SELECT|INSERT INTO|UPDATE|DELETE FROM)\b/
const STATEMENT_PART = /\b(?:FROM|SET|VALUES|WHERE)\b/

export function sourceOf(template: string): Source {
  if (PROBER.test(template)) return 'probe'
  if (ACCESS.test(template)) return PROBE_PATH.test(template) && !SERVER_ERROR.test(template) ? 'probe' : 'access'
  if (QUERY_MARK.test(template)) return 'query'
  return STATEMENT.test(template) && STATEMENT_PART.test(template) ? 'query' : 'app'
}

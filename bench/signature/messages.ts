import { createRandom, type Random } from './random.ts'

type Line = (random: Random) => string

const ip = (r: Random) => `10.${r.below(256)}.${r.below(256)}.${r.below(256)}`
const uuid = (r: Random) => `${r.hex(8)}-${r.hex(4)}-4${r.hex(3)}-a${r.hex(3)}-${r.hex(12)}`
const two = (r: Random, limit: number) => String(r.below(limit)).padStart(2, '0')
const time = (r: Random) =>
  `2025-0${1 + r.below(9)}-1${r.below(10)}T${two(r, 24)}:${two(r, 60)}:${two(r, 60)}.${r.below(1000)}Z`
const user = (r: Random) => r.pick(['alice', 'bob', 'carol', 'dave', 'erin', 'mallory'])
const service = (r: Random) => r.pick(['checkout', 'billing', 'inventory', 'search', 'gateway'])
const method = (r: Random) => r.pick(['GET', 'POST', 'PUT', 'DELETE'])

const LINES: readonly Line[] = [
  (r) => `request ${r.below(1e6)} for customer ${r.below(1e4)} from ${ip(r)} answered in ${r.below(900)} ms, cache hit`,
  (r) => `${method(r)} /api/v2/orders/${r.below(1e6)}/items HTTP/1.1 ${r.pick([200, 201, 404, 503])} ${r.below(9e4)}`,
  (r) => `Connection to ${ip(r)}:${1024 + r.below(6e4)} closed by peer after ${r.below(60)}.${r.below(1000)}s`,
  (r) => `User ${user(r)} logged in from ${ip(r)} with session ${uuid(r)}`,
  (r) => `Failed to load configuration from /etc/${service(r)}/config.d/${r.below(100)}.yaml: permission denied`,
  (r) => `[${time(r)}] WARN ${service(r)}: retrying job ${r.hex(24)} (attempt ${1 + r.below(5)} of 5)`,
  (r) =>
    `level=info ts=${time(r)} service=${service(r)} user=${user(r)} duration=${r.below(500)}ms msg="order accepted"`,
  (r) =>
    `payment ${uuid(r)} declined by the processor, reason "insufficient funds", amount ${r.below(900)}.${two(r, 100)}`,
  (r) => `GET https://${service(r)}.example.com/v1/search?q=${r.hex(6)}&page=${r.below(40)} took ${r.below(4000)} ms`,
  (r) =>
    `Sent mail to ${user(r)}.${r.below(1000)}@example.com via smtp-${r.below(8)}, queued as ${r.hex(10).toUpperCase()}`,
  (r) => `java.lang.NullPointerException at com.example.${service(r)}.Handler.process(Handler.java:${r.below(900)})`,
  (r) =>
    `GC pause (young) ${r.below(2048)}M->${r.below(512)}M(4096M), ${r.below(90)}.${r.below(1000)} ms, heap at 0x${r.hex(8)}`,
  (r) =>
    `Consumer group orders-${service(r)} rebalanced: partition ${r.below(64)}, offset ${r.below(1e8)}, lag ${r.below(1e4)}`,
  (r) =>
    `Slow query (${r.below(9000)} ms): SELECT * FROM orders WHERE customer_id = ${r.below(1e6)} ORDER BY created_at LIMIT 50`,
  (r) =>
    `Deployed ${service(r)} version 2.${r.below(40)}.${r.below(20)} to region eu-west-${1 + r.below(3)}, replicas=${r.below(30)}`,
  () => 'Health check passed for all upstream hosts, nothing to do until the next scheduled run',
]

const FOREIGN_LINES: readonly Line[] = [
  (r) =>
    `Größe überschritten: Prüfung für Auftrag ${r.below(1e6)} schlug nach ${r.below(900)} ms fehl, Nächster Versuch später`,
  (r) =>
    `Échec de la requête ${uuid(r)} : délai dépassé après ${r.below(60)} s, nouvel essai prévu à ${two(r, 24)}:${two(r, 60)}`,
  (r) => `Пользователь ${user(r)} вошёл в систему с адреса ${ip(r)}, сессия ${r.hex(16)} открыта`,
  (r) => `注文 ${r.below(1e6)} を処理できませんでした: サーバー ${ip(r)} が ${r.below(900)} ms 以内に応答しません`,
  (r) => `用户 ${r.below(1e6)} 登录失败,来源 ${ip(r)},原因:密码错误,第 ${1 + r.below(5)} 次尝试`,
  (r) =>
    `✅ deploy of ${service(r)} finished in ${r.below(900)} s — ${r.below(30)} replicas ready → traffic shifted 🚀`,
]

/** So many different texts of exactly this length. The longer ones start with the shorter ones, from 256 characters on. */
export function messagesOf(length: number, count: number): string[] {
  return texts(LINES, length, count)
}

export function foreignMessagesOf(length: number, count: number): string[] {
  return texts(FOREIGN_LINES, length, count)
}

function texts(lines: readonly Line[], length: number, count: number): string[] {
  const found = new Set<string>()
  for (let seed = 1; found.size < count; seed++) {
    const random = createRandom(seed)
    // By turns, so that every set has all kinds.
    let text = lines[seed % lines.length]!(random)
    while (text.length < length) text += ` ${random.pick(lines)(random)}`
    found.add(flat(text.slice(0, length).toWellFormed()))
  }
  return [...found]
}

/** One run of characters in memory, as a logger hands it over: neither a rope nor a slice of another text. */
function flat(text: string): string {
  const encoding = /^[\0-\xff]*$/.test(text) ? 'latin1' : 'utf16le'
  return Buffer.from(text, encoding).toString(encoding)
}

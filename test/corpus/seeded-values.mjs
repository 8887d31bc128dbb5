import { createHash } from 'node:crypto'

let count = 0
const digest = () => createHash('sha256').update(`corpus ${count++}`).digest()

/** Values as requests and rows have them; the same ones in every run. */
export const integer = (from, below) => from + (digest().readUInt32BE(0) % (below - from))
export const pick = (list) => list[integer(0, list.length)]
export const hex = (length) => digest().toString('hex').slice(0, length)
export const uuid = () =>
  digest()
    .toString('hex')
    .slice(0, 32)
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')

const words =
  'user order cart item invoice report session token payment image avatar search product price stock admin team account ' +
  'address batch billing branch bucket campaign channel comment contact contract coupon customer device discount document ' +
  'draft email employee event export feature folder forecast group import label lead ledger license location message metric ' +
  'note offer package page partner phone photo plan policy profile project quota rating receipt refund region release review ' +
  'role room schedule segment shipment signal site source subscription supplier survey tag task tenant ticket tour upload ' +
  'vendor video visit voucher wallet warehouse webhook widget workspace'
const names =
  'alice bob carol Dieter zoë müller 小林 olga pedro quentin rosa Sven tariq ursula victor wanda xavier yara ahmed bianca chen'
export const word = () => pick(words.split(' '))
export const name = () => pick(names.split(' '))
export const mail = () => `${word()}${integer(1, 999)}@${pick(['example.com', 'mail.example.org', 'corp.example'])}`
const fileName = () => `${word()}.${pick(['js', 'css', 'png', 'json'])}`

/** The path of a request, as an app with users and files sees them. */
export const path = () =>
  `/${pick([
    () => `${word()}s/${integer(1, 100_000)}`,
    () => `api/v${integer(1, 4)}/${word()}s/${uuid()}`,
    () => `${word()}s/${integer(1, 100)}/${word()}s?page=${integer(1, 50)}&sort=${word()}`,
    () => `static/${hex(8)}/${fileName()}`,
    () => `${word()}s/${name()}`,
    () => `${hex(24)}`,
    () => word(),
  ])()}`
export const times = async (n, make) => {
  for (let i = 0; i < n; i++) await make(i)
}
/** What a failing call throws, as a log has it. */
export const failing = async (call) => {
  try {
    await call()
  } catch (error) {
    globalThis.corpus.error(error)
  }
}

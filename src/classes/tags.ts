/** What a word can be in a log line, as bits: a word may be several of them. */
export const TAG = {
  /** Who: user, customer, player. */
  person: 1 << 0,
  /** What people belong to: account, team, tenant. */
  account: 1 << 1,
  /** What opens a door: password, token, signature. */
  credential: 1 << 2,
  session: 1 << 3,
  /** The act of coming in, as a noun: login, SSO. */
  login: 1 << 4,
  /** What somebody may do: role, permission, admin. */
  power: 1 << 5,
  /** What somebody decides about: settings, document, webhook. */
  governed: 1 << 6,
  /** Data of people and what they agreed to. */
  privacy: 1 << 7,
  /** What a company lives from: order, payment. */
  trade: 1 << 8,
  /** The same, if a verb of trade says so: item, plan. */
  maybeTrade: 1 << 9,
  probe: 1 << 10,
  attack: 1 << 11,
  /** Says by itself that somebody came in, went, or may not: logged in, unauthorized. */
  door: 1 << 12,
  /** Too many requests. */
  limit: 1 << 13,
  /** Says by itself that something is on record: impersonation, legal hold. */
  record: 1 << 14,
  ok: 1 << 15,
  fail: 1 << 16,
  deny: 1 << 17,
  /** created, changed, removed. */
  change: 1 << 18,
  /** granted, promoted, invited. */
  grant: 1 << 19,
  /** suspended, banned, deleted. */
  sanction: 1 << 20,
  /** shipped, refunded, renewed. */
  deal: 1 << 21,
  /** Says by itself that something was bought, sold or charged. */
  sale: 1 << 22,
  /** Is going on, or is to be done: processing, deleting. */
  doing: 1 << 23,
  /** Work that changes nothing for anybody: loading, fetching. */
  routine: 1 << 24,
  /** Makes a part of the software, or a page, of the noun before it: service, page, cache. */
  thing: 1 << 25,
  /** Makes a message of it: email. */
  mail: 1 << 26,
  /** What machines talk over: topic, queue. */
  wire: 1 << 27,
  /** no, would, test user. */
  unreal: 1 << 28,
  /** Where requests come from: IP, origin. */
  origin: 1 << 29,
  by: 1 << 30,
  /** Somebody is a customer from now on: registered, subscribed. */
  joined: 1 << 31,
} as const

export type TagName = keyof typeof TAG

/** Words of one language, by what they can be. Words stand apart by spaces; those of a term are joined by `_`. */
export type WordTable = Readonly<Partial<Record<TagName, string>>>

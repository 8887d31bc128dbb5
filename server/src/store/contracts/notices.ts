/** What a team is told of besides incidents. */
export const NOTICE_KINDS = ['budget.overspent', 'service.silent'] as const
export type NoticeKind = (typeof NOTICE_KINDS)[number]

export interface NewNotice {
  readonly teamId: number
  readonly kind: NoticeKind
  /** Empty: the team as a whole. */
  readonly service: string
  readonly raisedAt: number
  /** What it was found by, as the webhook shows it. */
  readonly detail: Readonly<Record<string, number | string>>
}

export interface StoredNotice extends NewNotice {
  readonly id: number
  /** When it was over; `undefined`: it is not. */
  readonly endedAt: number | undefined
}

export type NoticeNews = 'raised' | 'ended'

export interface NoticeStore {
  /** Returns those that are not over, of all teams. */
  open(): Promise<StoredNotice[]>
  raise(notice: NewNotice): Promise<void>
  end(id: number, at: number): Promise<void>
  /** Returns news that the webhook of the team has not been sent yet, oldest first. */
  unnotified(limit: number): Promise<(StoredNotice & { readonly news: NoticeNews })[]>
  /** Remembers that the webhook was sent such news, or that nobody wants it. */
  notified(id: number, news: NoticeNews): Promise<void>
  /** Removes those that were over before. */
  forget(before: number): Promise<void>
}

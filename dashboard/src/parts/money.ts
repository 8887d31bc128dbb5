import { bytes, usd } from '../format/numbers.js'
import { settings } from '../state/session.js'

const GB = 1e9

/** Whether the server was told what a GB costs. */
export const hasPrice = (): boolean => (settings.value?.usd_per_gb ?? 0) > 0

/** Returns what bytes cost by the server's price. */
export const usdOf = (amount: number): number => (amount / GB) * (settings.value?.usd_per_gb ?? 0)

/** Money as the server says it; where it knows no price, the bytes. */
export const moneyOr = (dollars: number, amount: number): string => (hasPrice() ? usd(dollars) : bytes(amount))

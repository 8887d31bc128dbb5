/** Returns such as `1,200 records`. */
export function count(n: number, noun: string): string {
  return `${n.toLocaleString('en-US')} ${noun}${n === 1 ? '' : 's'}`
}

/** Returns a share of 1 as such as `34 %`, `0.25 %`. */
export function percent(share: number): string {
  const value = share * 100
  return `${value >= 10 ? Math.round(value) : Number(value.toPrecision(2))} %`
}

export function records(value: number): string {
  return count(Math.round(value), 'record')
}

/** Returns such as `5.12 GB`, of 10⁹ bytes. */
export function bytes(value: number): string {
  const [amount, unit] =
    value >= 1e9
      ? [value / 1e9, 'GB']
      : value >= 1e6
        ? [value / 1e6, 'MB']
        : value >= 1e3
          ? [value / 1e3, 'kB']
          : [value, 'bytes']
  return `${Number(amount.toPrecision(3))} ${unit}`
}

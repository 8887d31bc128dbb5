/** Amounts as budgets count them. */
export const amounts = {
  budget: {
    gb_per_day: (amount: string) => `${amount} GB a day`,
    usd_per_month: (amount: string) => `${amount} a month`,
    records_per_second: (amount: string) => `${amount} records/s`,
  },
  records: (many: string) => `${many} records`,
} as const

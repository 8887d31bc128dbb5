import { monthUsd, type ShownSavings, sayingsOf } from './shown-savings.js'

/** Returns what budgets would have saved, for machines. Documented in docs/posthog.md. */
export function savingsJson(shown: ShownSavings): object {
  const { project, from, to, hours, asked, bill, notes, budgets, problem } = shown
  return {
    project,
    from: new Date(from * 1_000).toISOString(),
    to: new Date(to * 1_000).toISOString(),
    hours_read: hours,
    hours_asked: asked,
    price: {
      source: bill.source,
      label: bill.label,
      tiers: bill.tiers.map(({ upTo, usdPerUnit }) => ({ up_to_mb: upTo ?? null, usd_per_mb: usdPerUnit })),
      free_mb: bill.freeUnits,
    },
    notes,
    says: sayingsOf(shown),
    ...(problem !== undefined && { problem }),
    budgets: budgets.map(({ name, savings }) => ({
      name,
      records: Math.round(savings.seen),
      records_kept: Math.round(savings.kept),
      errors: Math.round(savings.errors),
      errors_kept: Math.round(savings.errorsKept),
      bytes_now: Math.round(savings.bytesNow),
      bytes_kept: Math.round(Math.min(savings.bytesKept, savings.bytesNow)),
      usd_per_month_now: money(monthUsd(shown, savings.bytesNow)),
      usd_per_month_then: money(monthUsd(shown, Math.min(savings.bytesKept, savings.bytesNow))),
    })),
    patterns: budgets[0]!.savings.patterns.map((pattern) => ({
      service: pattern.service,
      template: pattern.template,
      severity: pattern.severity,
      records: Math.round(pattern.seen),
      records_kept: Math.round(pattern.kept),
      errors: Math.round(pattern.errors),
      bytes_now: Math.round(pattern.bytesNow),
      bytes_kept: Math.round(pattern.bytesKept),
      estimated: pattern.isEstimated,
      ...(pattern.standardError > 0 && { standard_error: Number(pattern.standardError.toPrecision(4)) }),
      ...(pattern.whole !== undefined && { kept_whole: pattern.whole }),
    })),
  }
}

const money = (value: number): number => Math.round(value * 1e4) / 1e4

/** Entry `lipservice`. */
export { AdaptiveLogRecordProcessor } from './adapters/opentelemetry/adaptive-log-record-processor.js'
export { type WrappedLoggerProvider, wrapLoggerProvider } from './adapters/opentelemetry/wrap-logger-provider.js'
export type { ReportStats } from './control-plane/stats-reporter.js'
export type { DeliveryStats } from './delivery/delivery-ledger.js'
export { createPostHogLogExporter, type PostHogLogExporterOptions } from './delivery/posthog.js'
export type { AdaptiveLogging, AdaptiveLoggingStats } from './instance/adaptive-logging.js'
export { explain } from './instance/process-slot.js'
export type {
  AdaptiveLoggingOptions,
  BudgetOption,
  Compression,
  Encoding,
  SamplingOptions,
  SeverityName,
} from './options/adaptive-logging-options.js'
export type { AttributeMapping } from './options/attribute-mapping.js'
export type { RedactOption } from './options/redact-option.js'
export type { MergeRule } from './protocol/merge-rule.js'
export { type LogContext, withLogContext } from './record/log-context.js'
export type { HrTime, InstrumentationScope, LogRecord, Resource, SpanContext } from './record/log-record.js'
export type { Severity } from './record/severity.js'
export type { RedactableRecord } from './redaction/redactor.js'
export { configureAdaptiveLogging } from './runtime/configure.js'
export { type FlushAfterOptions, flushAfter } from './runtime/flush-after.js'
export type { BudgetStats } from './sampling/adaptive/budget-stats.js'
export type { SurgeStats } from './sampling/adaptive/surge-stats.js'
export type { AllowanceStats } from './sampling/allowances/allowance.js'
export type { AllowanceTable } from './sampling/allowances/allowance-ledger.js'
export type { AllowanceName } from './sampling/allowances/shares.js'
export type { DropDecision, DropReason, KeepDecision, KeepReason, SamplingDecision } from './sampling/decision.js'
export type { Explanation, ExplanationStep } from './sampling/explanation.js'
export type { PolicyInForce, SamplingMode } from './sampling/policy-state.js'
export { learnMergeRules } from './signature/learn-merge-rules.js'
export { applyMergeRules } from './signature/merge-rules.js'
export { type Signature, signatureOf } from './signature/signature.js'
export type { SeverityCounts } from './stats/counters.js'
export type { PatternStats, SamplingStats, Savings } from './stats/logging-stats.js'

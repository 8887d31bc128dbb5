/** Entry `lipservice/signature`: templates, their ids and merge rules, for the LipService server and for tools. Pure. */
export type { MergeRule } from './protocol/merge-rule.js'
export { redactTemplate } from './redaction/redact-template.js'
export { withoutKeys } from './redaction/without-keys.js'
export { learnMergeRules } from './signature/learn-merge-rules.js'
export { applyMergeRules } from './signature/merge-rules.js'
export { OUTCOMES, type Outcome, splitOutcome } from './signature/outcome.js'
export { type Signature, signatureOf, signTemplate } from './signature/signature.js'

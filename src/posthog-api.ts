/** Entry `lipservice/posthog-api`: PostHog's API, for the LipService server and the command line. No app loads it. */
export { guardedLookup, isPrivateAddress } from './posthog/api/client/private-address.js'
export type {
  BillingApi,
  BillingSeries,
  CapturedEvent,
  DayRange,
  FeatureFlag,
  FeatureFlagsApi,
  LogsProduct,
  Me,
  NewFeatureFlag,
  PriceTier,
} from './posthog/api/contract/account.js'
export type {
  Annotation,
  AnnotationsApi,
  Dashboard,
  DashboardsApi,
  DashboardTile,
  Insight,
  InsightsApi,
  NewAnnotation,
  NewDashboard,
  NewInsight,
  TileLayout,
} from './posthog/api/contract/boards.js'
export type {
  Canvas,
  CanvasBuild,
  CanvasesApi,
  CanvasProject,
  CanvasSource,
  CanvasSpace,
} from './posthog/api/contract/canvases.js'
export {
  type LogFilter,
  type LogPage,
  type LogSelection,
  type LogsApi,
  type LogView,
  type NewLogView,
  type PatternsAnswer,
  type PostHogLogRecord,
  type PostHogSeverity,
  type SamplingRule,
  SEVERITIES,
  type ServiceVolume,
  type SparklineBucket,
  type StoredPattern,
} from './posthog/api/contract/logs.js'
export {
  FAILURES,
  type Failed,
  type Failure,
  mapOutcome,
  type Outcome,
  ok,
  type Succeeded,
} from './posthog/api/contract/outcome.js'
export type { PaceLimits, PostHogApi, PostHogApiOptions, QueryAnswer } from './posthog/api/contract/posthog-api.js'
export { createPostHogApi } from './posthog/api/create-posthog-api.js'
export { HogQL, type HogQLValue, hogql, identifier, joined } from './posthog/api/hogql.js'
export {
  BYTES_PER_UNIT,
  LIST_USD_PER_GB,
  type LogsBill,
  listBill,
  marginalUsdPerGb,
  paidUsdPerGb,
  savedUsd,
  usdByDay,
  usdOf,
} from './posthog/bill/prices.js'
export { readBill } from './posthog/bill/read-bill.js'
export { applyBoard } from './posthog/board/apply-board.js'
export { type FoundBoard, findBoard } from './posthog/board/found-board.js'
export { lipserviceBoard } from './posthog/board/lipservice-board.js'
export { unmarked } from './posthog/board/mark.js'
export { planBoard } from './posthog/board/plan-board.js'
export { planRemoval } from './posthog/board/plan-removal.js'
export { readFigures } from './posthog/board/read-figures.js'
export type { BoardFigures } from './posthog/board/tile-queries.js'
export { NO_BOARD, tileNameOf } from './posthog/board/wanted-board.js'
export { type Advance, type Answer, advance } from './posthog/history/advance.js'
export { finishedHour } from './posthog/history/finished-hour.js'
export { type HistoryHour, type HistoryPattern, REST_TEMPLATE } from './posthog/history/history-hour.js'
export type {
  HistoryMode,
  HistoryNote,
  HistoryRequest,
  HistoryState,
  HistoryStep,
} from './posthog/history/history-state.js'
export { beginHistory, nextStep } from './posthog/history/next-step.js'
export { type HistoryEnd, type ReadHistoryOptions, readHistory } from './posthog/history/read-history.js'
export { type WholePattern, wholePatterns } from './posthog/history/whole-patterns.js'
export { type LinkedLogs, logsLink, longestLiteral, looksLikeNumber } from './posthog/links.js'
export { applyMarks, findMarks } from './posthog/marks/apply-marks.js'
export { lipserviceMarks, type StagedPolicy } from './posthog/marks/lipservice-marks.js'
export { planMarkRemoval, planMarks } from './posthog/marks/plan-marks.js'
export { idOfMark, tagOfContent } from './posthog/marks/wanted-mark.js'
export { type Capabilities, type Capability, probe } from './posthog/probe/capabilities.js'
export { missingEvents } from './posthog/tell/missing-events.js'
export type { SavedHour, SavedPattern } from './posthog/tell/saved-hour.js'
export {
  EVENTS_PER_DAY,
  type SavingsEvent,
  savingsEvents,
  type TellOptions,
} from './posthog/tell/savings-events.js'
export { type SentEvents, sendEvents } from './posthog/tell/send-events.js'
export { type Told, tellSavings } from './posthog/tell/tell-savings.js'
export { SAVINGS_EVENT } from './posthog/tell/told-columns.js'
export { type DecidedMode, decideMode, readingThatCounts } from './posthog/toggle/decide-mode.js'
export { type FlagReading, readingOf } from './posthog/toggle/flag-reading.js'
export {
  followToggle,
  type ToggleChange,
  type ToggledService,
  type TogglePort,
} from './posthog/toggle/follow-toggle.js'
export { readToggle, TOGGLE_KEY, TOGGLE_SECONDS } from './posthog/toggle/read-toggle.js'
export { moreCareful, type ToggleMode } from './posthog/toggle/toggle-mode.js'

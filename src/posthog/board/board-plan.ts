import type { Insight } from '../api/contract/boards.js'
import type { CanvasStep } from '../canvas/plan-canvas.js'
import type { WantedTile, WantedView } from './wanted-board.js'

interface Named {
  /** For people. */
  readonly name: string
  /** Why it is left alone, or done. */
  readonly why?: string
}

/**
 * What is done about one thing in PostHog. `leave`: it is as it should be. `edited`: somebody else has changed it, and it stays as it
 * is. `release`: a board that others use, too, is no longer ours.
 */
export type BoardStep = CanvasStep | BoardPart

/** All but the canvas, which need not be there for the rest to be whole. */
export type BoardPart = Named &
  (
    | { readonly kind: 'board'; readonly change: 'create' }
    | {
        readonly kind: 'board'
        readonly change: 'update' | 'remove' | 'leave' | 'edited'
        readonly id: number
      }
    | {
        readonly kind: 'board'
        readonly change: 'release'
        readonly id: number
        /** What it has beside ours. */
        readonly tags: readonly string[]
        readonly description: string
      }
    | { readonly kind: 'text'; readonly change: 'create' }
    | {
        readonly kind: 'text'
        readonly change: 'update' | 'remove' | 'leave' | 'edited'
        readonly boardId: number
        readonly tileId: number
      }
    | { readonly kind: 'tile'; readonly change: 'create'; readonly tile: WantedTile }
    | {
        readonly kind: 'tile'
        readonly change: 'update' | 'leave' | 'edited'
        readonly tile: WantedTile
        readonly insight: Insight
        /** It is put on the board. */
        readonly isPlaced: boolean
      }
    | {
        readonly kind: 'tile'
        readonly change: 'remove' | 'edited'
        readonly insight: Insight
        readonly tile?: undefined
      }
    | { readonly kind: 'layout'; readonly change: 'update' }
    | { readonly kind: 'view'; readonly change: 'create'; readonly view: WantedView }
    | {
        readonly kind: 'view'
        readonly change: 'update' | 'remove' | 'leave' | 'edited'
        readonly view?: WantedView
        readonly shortId: string
      }
  )

/** Steps in the order in which they are done. */
export type BoardPlan = readonly BoardStep[]

/** Returns whether a step changes anything in PostHog. */
export const isWrite = (step: BoardStep): boolean =>
  (step.change !== 'leave' && step.change !== 'edited') || (step.kind === 'tile' && 'isPlaced' in step && step.isPlaced)

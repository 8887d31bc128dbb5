/**
 * What a field begins with that holds fractions, times of this process or sums of them, in objects that each record meets. V8 takes a field for whole
 * numbers until another one is written, and then throws away all compiled code that knows the objects: in the first seconds of a
 * process, in which that costs most. Both are doubles to V8.
 */

/** Counts as 0. */
export const ZERO = -0

/** For a field that is set to another number before anybody reads it. */
export const FRACTION = 0.5

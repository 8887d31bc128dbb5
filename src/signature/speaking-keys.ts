/** Keys of an object whose texts say what happened, in the order in which they speak: an object's own order says nothing. */
export const SPEAKING_KEYS = ['message', 'msg', 'event', 'action', 'type'] as const

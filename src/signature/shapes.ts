import { type AddressShapes, createAddressShapes } from './address-shapes.js'
import { createIdShapes, type IdShapes } from './id-shapes.js'
import { createMarkShapes, type MarkShapes } from './mark-shapes.js'
import type { Message } from './message.js'

/** What values look like. None of these asks for the end of the message: NUL stands there, which ends everything. */
export interface Shapes extends AddressShapes, IdShapes, MarkShapes {}

export function createShapes(message: Pick<Message, 'bytes'>): Shapes {
  return { ...createAddressShapes(message), ...createIdShapes(message), ...createMarkShapes(message) }
}

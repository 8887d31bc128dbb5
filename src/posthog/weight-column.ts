import { STAMP } from '../sampling/stamps.js'
import { hogql } from './api/hogql.js'

/**
 * How many records a stored one stands for: history that was thinned counts what it was thinned from. Below a million, whatever its
 * attribute says.
 */
export const WEIGHT = hogql`if(match(attributes[${STAMP.weight}], '^[1-9][0-9]{0,5}([.][0-9]+)?$'), toFloat(attributes[${STAMP.weight}]), 1)`

/** `npm run test:long`: repeats and durations that would not fit into `npm test`. */
export const LONG = process.env['LIPSERVICE_LONG'] === '1'

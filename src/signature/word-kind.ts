/**
 * Words that mean something to the rules, whatever their case. The numbers are an order: what makes a name follow begins at
 * {@link HOLDER}, what a gap changes at {@link FROM}.
 */
export const NOT_KNOWN = 0
/** Stands for a value wherever it is: `true`. */
export const VALUE = 1
/** Stands for a value after a colon: `ready: yes`. */
export const VALUE_AFTER_COLON = 2
/** Belongs to the number before it: `17 ms`. */
export const UNIT = 3
/** Has a digit, yet is no value: `ipv6`. */
export const TERM = 4
/** Before a name of a {@link HOLDER}: `for user root`. */
export const BEFORE_HOLDER = 5
/** `for` alone also starts `for NAME from ADDRESS`. */
export const FOR = 6
/** What follows is somebody's or something's name: `user root`. */
export const HOLDER = 7
/** What follows is a name: `getaddrinfo ENOTFOUND db.internal`. */
export const BEFORE_NAME = 8
export const FROM = 9
export const MONTH = 10
export const WEEKDAY = 11
/** HTTP's, in capitals: in `dispatching GET /users` it varies with the path; in `GET /users` it says what happens. */
export const METHOD = 12

/** The longest known word, in bytes. */
export const MAX_KNOWN_LENGTH = 9
/** The longest {@link TERM}. */
export const MAX_TERM_LENGTH = 6

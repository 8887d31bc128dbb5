/**
 * Words that mean something to the rules, whatever their case. The numbers are an order: what makes a name follow begins at
 * {@link HOLDER}, what a gap changes at {@link FROM}.
 */
export const NOT_KNOWN = 0
/** Stands for a value wherever it is: `true`. */
export const VALUE = 1
/** Stands for a value after a colon: `ready: yes`. */
export const VALUE_AFTER_COLON = 2
/** Stands for a value alone in parentheses: `Executing (default)`. */
export const VALUE_IN_PARENTHESES = 3
/** Belongs to the number before it: `17 ms`. */
export const UNIT = 4
/** In capitals, belongs to the time before it: `10:00 UTC`. */
export const ZONE = 5
/** Has a digit, yet is no value: `ipv6`. */
export const TERM = 6
/** Before a slash, a family of values: `Europe/Berlin`, `application/json`. */
export const FAMILY = 7
/** Before a colon, a family of ids: `arn:aws:…`. */
export const ID_FAMILY = 8
/** The key of a text that says what happened: `msg="user logged in"`. */
export const SAYS = 9
/** Between the day and the month: `3 de agosto`. */
export const OF = 10
/** Before a name of a {@link HOLDER}: `for user root`. */
export const BEFORE_HOLDER = 11
/** `for` alone also starts `for NAME from ADDRESS`. */
export const FOR = 12
/** What follows is somebody's or something's name: `user root`. */
export const HOLDER = 13
/** What follows is a name: `getaddrinfo ENOTFOUND db.internal`. */
export const BEFORE_NAME = 14
export const FROM = 15
export const MONTH = 16
export const WEEKDAY = 17
/** HTTP's, in capitals: in `dispatching GET /users` it varies with the path; in `GET /users` it says what happens. */
export const METHOD = 18

/** The longest known word, in bytes, but for those that are looked for where few words are. */
export const MAX_KNOWN_LENGTH = 10
/** The longest {@link MONTH}. */
export const MAX_MONTH_LENGTH = 24
/** The longest {@link FAMILY}. */
export const MAX_FAMILY_LENGTH = 11
/** The longest {@link TERM}. */
export const MAX_TERM_LENGTH = 6

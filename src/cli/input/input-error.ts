/** What is said to a person who can mend what is to be read. */
export class InputError extends Error {}

/** What a person has to mend in the command line: it is said, and the exit code is 2. */
export class UsageError extends Error {}

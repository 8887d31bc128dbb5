import { problemOf } from '../api/client.js'
import { toast } from '../parts/toast.js'
import { logOut } from '../state/session.js'
import { shell } from '../texts/shell.js'

/** Logs out; where that fails it says so: who believes to be logged out leaves the browser to others. */
export const leave = (): void =>
  void logOut().catch((error: unknown) => toast(shell.stillLoggedIn(problemOf(error).message)))

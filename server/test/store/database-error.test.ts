import { describe, expect, it } from 'vitest'
import { DatabaseGoneError, databaseProblemOf } from '../../src/store/database-error.js'

const sqlite = (errcode: number) => Object.assign(new Error('x'), { code: 'ERR_SQLITE_ERROR', errcode })
const postgres = (code: string) => Object.assign(new Error('x'), { code })

describe('an error of a write', () => {
  it.each([
    ['SQLITE_CONSTRAINT_UNIQUE', sqlite(2067)],
    ['SQLITE_TOOBIG', sqlite(18)],
    ['SQLITE_MISMATCH', sqlite(20)],
    ['numeric_value_out_of_range', postgres('22003')],
    ['unique_violation', postgres('23505')],
    ['program_limit_exceeded', postgres('54000')],
    ['a TypeError of our own', new TypeError('x is not a function')],
    ['a RangeError of our own', new RangeError('invalid BigInt')],
  ])('is of the row: %s', (_, error) => {
    expect(databaseProblemOf(error).kind).toBe('row')
  })

  it.each([
    ['SQLITE_FULL', sqlite(13), /disk .* is full/],
    ['SQLITE_BUSY_SNAPSHOT', sqlite(517), /locked/],
    ['SQLITE_READONLY_DBMOVED', sqlite(1032), /read-only/],
    ['SQLITE_IOERR_WRITE', sqlite(778), /disk/],
    ['SQLITE_CORRUPT', sqlite(11), /damaged/],
    ['SQLITE_NOMEM', sqlite(7), /memory/],
    ['disk_full', postgres('53100'), /disk .* is full/],
    ['out_of_memory', postgres('53200'), /memory/],
    ['too_many_connections', postgres('53300'), /short/],
    ['read_only_sql_transaction', postgres('25006'), /read-only/],
    ['lock_not_available', postgres('55P03'), /locked/],
    ['deadlock_detected', postgres('40P01'), /in the way/],
    ['query_canceled by statement_timeout', postgres('57014'), /too long/],
    ['admin_shutdown', postgres('57P01'), /shutting down/],
    ['insufficient_privilege', postgres('42501'), /may not write/],
    ['ECONNREFUSED', Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }), /does not answer/],
    ['a connection that broke', new Error('Connection terminated unexpectedly'), /does not answer/],
    ['a pool without a connection', new Error('timeout exceeded when trying to connect'), /does not answer/],
  ])('is of the database: %s', (_, error, reason) => {
    const problem = databaseProblemOf(error)
    expect(problem.kind).toBe('database')
    expect(problem.reason).toMatch(reason)
  })

  it.each([
    ['no such table', sqlite(1)],
    ['undefined_table', postgres('42P01')],
    ['anything', new Error('anything')],
    ['no error', 'text'],
  ])('is of neither for sure: %s', (_, error) => {
    expect(databaseProblemOf(error).kind).toBe('unknown')
  })

  it('of a file that is gone says so', () => {
    expect(databaseProblemOf(new DatabaseGoneError('it was removed'))).toEqual({
      kind: 'gone',
      reason: 'it was removed',
    })
  })
})

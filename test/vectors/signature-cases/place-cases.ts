import type { VectorCases } from '../vector-message.ts'

/** Headings, ids of several parts, zones and other names of things: by rule, what is masked first, then what looks like it and stays. */
export const PLACE_CASES: VectorCases = {
  'headings end in a colon': [
    'Invalid `a.b()` invocation:\n\n\nUnique constraint failed', 'Invalid `a.b()` invocation:\n\n\nTimed out', 'job failed:\n    at run (/app/a.js:1:2)',
    'Bad call of x():\n\n17\n"a"\nNot found\nTry again', 'Request failed:\nReason of it:\n  no route\nmore', 'Validation failed:\n- name is missing\n- age is missing',
    'two words\nand more:\nstill more', 'ends in a colon:', 'ends in one：\n次の行',
  ],
  'headings lead to a place': [
    'Invalid call in\n/app/a.ts:12:5\n\n→ 12 await\nNot found', '\nInvalid call in\n/app/a.ts:12:5\n\n  11 a\n> 12 b\n  13 c\nNot found\nmore',
    'Invalid call at\nC:\\app\\a.ts:12:5\nNot found', 'user logged in\nfrom the web', 'read the main\n/app/a.ts:12:5',
    { repeat: '  11 const value = 1\n', times: 40, prefix: 'Invalid call in\n/app/a.ts:12:5\n', suffix: 'Not found' },
  ],
  'ids of several parts': [
    'job repeat:9d6c:1700 lost', 'job 84 lost', 'key cache:user:17 read', 'role arn:aws:iam::123:role/x denied', 'urn:isbn:0451450523 read',
    'arn alone', 'action s3:GetObject denied', 'time 10:00:00 read', 'added lodash@4.17.21', 'added @acme/tools', 'added @acme/tools@1.2.3', '@acme alone',
    'client tNNgVqKLfgPAxZAAAD left', 'client VStGXRZjdHi-BmyTa left', 'handler readAsDataURL called', 'handler onStandStepChanged called',
    'MAX_LISTENERS_EXCEEDED_WARNING raised', 'key sk_live_****aBcD refused', 'key ****aBcD refused', '*** done', 'a ** b',
  ],
  'names of time zones and of media': [
    'at Tue Nov 26 2024 10:00:00 GMT+0000 (Coordinated Universal Time) run', 'at 10:00 (local time) run', 'next run 10:00 UTC', 'next run 10:00 utc',
    'zone UTC set', 'zone Europe/Berlin set', 'zone America/Argentina/Buenos_Aires set', 'audio/video mixed', 'type application/json refused',
    'application alone', 'answered 404 (Not Found) again', 'answered 404 (not, found) again',
  ],
  'months of other languages': [
    'lief am 3. März 2025 durch', 'lief im März durch', 'le 1 août 2025 à midi', 'cita el 3 de agosto de 2025', 'на 3 августа 2025 г. готово', '3 ağustos 2025 günü',
  ],
  'dotted names of two parts': [
    'Cannot return null for non-nullable field User.email.', 'opened main.ts again', 'main.ts changed', 'see e.g. this', 'index: shop.users dup',
  ],
  'access logs': [
    '10.1.2.3 - ann [26/Nov/2026:10:00:00 +0000] "GET /a HTTP/1.1" 304 -', '::1 - - [26/Nov/2026:10:00:00 +0000] "POST / HTTP/1.1" 200 5',
    'x - ann [note] read',
  ],
}

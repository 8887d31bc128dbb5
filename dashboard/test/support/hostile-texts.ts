/** Texts of somebody who can make an app log, each with what it tries. */
export const HOSTILE_TEXTS: Readonly<Record<string, string>> = {
  image: '<img src=x onerror=alert(1)> failed',
  'script tag': '<script>alert(1)</script></script> failed',
  'attribute break': "\"><svg onload=alert(1)> '-alert(1)-' ` onmouseover=alert(1)",
  'javascript link': 'javascript:alert(document.domain) [x](javascript:alert(1)) <a href="javascript:alert(1)">x</a>',
  'foreign frames':
    '<iframe src=//evil.example/></iframe><object data=//evil.example></object><base href=//evil.example/>',
  'foreign form': '<form action=//evil.example><input autofocus onfocus=alert(1)></form>',
  refresh: '<meta http-equiv=refresh content="0;url=//evil.example">',
  'style sheet': '</style><style>*{display:none!important}</style> url(//evil.example/x.png) expression(alert(1))',
  entities: '&lt;img src=x&gt; &#x3C;script&#x3E; &amp;amp; &nbsp;',
  'mark of an element': '<b data-hostile>bold</b>',
  'bidirectional overrides': 'invoice \u202Eexe.gnp\u202C \u2066\u2067swap\u2069 \u061C\u200F end',
  'invisible letters': 'pass\u200Bword\u200C\u200D\u2060\uFEFF\u00AD set',
  'control characters': 'a\u0000b\u0007\b\u001B[31mred\u001B[0m\u001B]0;title\u0007\u009B1m',
  'line separators': 'one\ntwo\r\nthree\u2028four\u2029five\tsix\vseven',
  'formula of a spreadsheet': '=cmd|\' /C calc\'!A0 =HYPERLINK("//evil.example")',
  'other formulas': '+1+1 @SUM(A1) -2+3',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is none of ours.
  'templates of frameworks': "${alert(1)} {{constructor.constructor('alert(1)')()}} #{7*7} <%= 7*7 %> {% raw %}",
  'right to left': 'خطأ في الدفع رقم <*> שגיאה בתשלום ۱۲۳',
  emoji: '👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽 z̷̧̛a̴͎͠l̶g̵o̷ é ﷽ ꧁꧂',
  'no place to break': 'A'.repeat(4_000),
  'wide letters': '﷽'.repeat(300),
  'many places to break': 'x '.repeat(2_000),
  'names of every object': '__proto__ constructor toString hasOwnProperty',
  'half a pair': 'half \uD800 a \uDC00 pair',
  'many wildcards': '<*> '.repeat(900),
  'paths and queries': '../../etc/passwd?q=1&s=%00#frag %2e%2e%2f \\\\evil.example\\share',
}

/** Names of services that break what is careless with addresses, keys of objects and width. */
export const HOSTILE_NAMES: readonly string[] = [
  '<img src=x onerror=alert(1)>',
  '"><script>alert(1)</script>',
  'a/b?c=d&e#f%20g%',
  '..%2f..',
  '__proto__',
  'constructor',
  'invoice \u202Eexe.gnp',
  'pass\u200Bword',
  '=cmd|calc',
  'javascript:alert(1)',
  'خدمة-الدفع',
  '👩‍👩‍👧‍👦',
  'W'.repeat(256),
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is none of ours.
  '${alert(1)}{{7*7}}',
]

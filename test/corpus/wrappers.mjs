/**
 * Functions that only hand on a text that their caller made, so that the label is their caller's line.
 * `file` matches the package-relative path; `function` the function's name and `line` the line where only these are meant.
 */
export const wrappers = [
  { file: /^drivers\//, function: /^sink$/, reason: 'what a driver gives a library as its logger' },
  { file: /^pino\//, reason: 'the logger' },
  { file: /^debug\//, reason: 'the logger' },
  { file: /^ioredis\/built\/utils\/debug\.js$/, reason: 'shortens the arguments of debug' },
  { file: /^(npm\/node_modules\/)?proc-log\//, reason: "npm's log events" },
  { file: /^npm\/lib\/utils\/display\.js$/, reason: "writes what npm's log events hold" },
  {
    file: /^@npmcli\/arborist\/lib\/packument-cache\.js$/,
    function: /log$/,
    reason: 'puts the name of the cache before a text',
  },
  { file: /^@grpc\/grpc-js\/build\/src\/logging\.js$/, reason: 'the logger' },
  {
    file: /^@grpc\/grpc-js\//,
    function: /[tT]race$/,
    reason: 'puts the id of the channel, call or socket before a text',
  },
  { file: /^kafkajs\/src\/loggers\//, reason: 'the logger' },
  { file: /^kafkajs\/src\/network\/connection\.js$/, line: 111, reason: 'adds the broker to a text' },
  { file: /^nodemailer\/dist\/(esm|cjs)\/shared\//, reason: 'the logger' },
  { file: /^@nestjs\/common\/services\/logger/, reason: 'the logger' },
  { file: /^webpack\/lib\/(logging\/|Compiler\.js$)/, reason: 'the logger' },
  {
    file: /^vite\/dist\/node\/chunks\/logger\.js$/,
    function: /^(output|info|warn|warnOnce|error)$/,
    reason: 'the logger',
  },
  {
    file: /^vite\/dist\/node\/chunks\/config\.js$/,
    function: /^(log\$\d+|info|warn|warnOnce|error)$/,
    reason: 'the bundled logger',
  },
  { file: /^vite\/dist\/node\/chunks\/config\.js$/, line: 1017, reason: 'the bundled debug' },
  { file: /^vite\/dist\/node\/chunks\/config\.js$/, line: 1906, reason: 'filters what is debugged' },
]

/** The same for what constructs an error with its caller's text. */
export const errorWrappers = [
  { file: /^http-errors\//, reason: 'constructs errors with the text it is given' },
  { file: /^graphql\/error\/syntaxError\.mjs$/, reason: 'constructs errors with the text it is given' },
  { file: /^graphql\/type\/validate\.mjs$/, function: /reportError$/, reason: 'hands on the text it is given' },
  {
    file: /^graphql\/utilities\/validateInputValue\.mjs$/,
    function: /reportInvalid/,
    reason: 'hands on the text it is given',
  },
  { file: /^js-yaml\//, function: /[tT]hrow/, reason: 'adds the place to the text it is given' },
  { file: /^nodemailer\//, function: /_formatError$/, reason: 'constructs errors with the text it is given' },
  {
    file: /^undici\/lib\/web\/fetch\/response\.js$/,
    function: /makeNetworkError/,
    reason: 'constructs errors with the text it is given',
  },
  { file: /^rollup\//, function: /^(error|getRollupError)$/, reason: 'constructs errors with the text it is given' },
  { file: /^vite\//, function: /(_formatLog|\.error)$/, reason: 'constructs errors with the text it is given' },
]

/** Lines that log or throw what came from elsewhere, where the stack does not tell from where: left out. */
export const unknownOrigins = [
  {
    label: /^nodemailer\/dist\/esm\/smtp-connection\/index\.js:91[36]:/,
    reason: 'logs the message of whatever error there was',
  },
  { label: /^kafkajs\/src\/cluster\/brokerPool\.js:104:/, reason: 'logs the message of whatever error there was' },
  {
    label: /^nodemailer\/dist\/esm\/smtp-connection\/index\.js:(1153|1197|1426):/,
    reason: 'logs the lines of the protocol',
  },
  { label: /^npm\/lib\/utils\/output-error\.js:/, reason: 'logs texts from a table by the code of the error' },
  { label: /^npm\/lib\/utils\/audit-error\.js:33:/, reason: "prints the body of the registry's answer" },
  { label: /^npm\/lib\/commands\//, reason: 'prints the result of the command' },
  {
    label: /^@eslint\/config-array\/dist\/cjs\/index\.cjs:408:/,
    reason: 'puts the name of the config before the message of another error',
  },
  { label: /^graphql\/validation\/validate\.mjs:57:/, reason: 'joins the messages of other errors' },
  { label: /^node:internal\/streams\/destroy/, reason: 'throws on what it was destroyed with' },
]

/** Lines that log or throw the very text that another line throws or logs: one template with it. */
export const sameTexts = [
  { label: 'kafkajs/src/network/connection.js:215:14', as: 'kafkajs/src/network/connection.js:210:23' },
  {
    label: 'ioredis/built/connectors/SentinelConnector/index.js:63:17',
    as: 'ioredis/built/connectors/SentinelConnector/index.js:64:31',
  },
]

/** Lines with several texts, as of a condition: each text is a template of its own. */
export const severalTexts = [
  {
    label: /^ioredis\/built\/connectors\/SentinelConnector\/index\.js:112:/,
    texts: [/^failed to connect/, /^connected to/],
  },
  { label: /^ioredis\/built\/connectors\/SentinelConnector\/index\.js:64:/, texts: [/disabled\. /, /from scratch/] },
  {
    label: /^npm\/lib\/utils\/reify-output\.js:221:/,
    texts: [/^\nup to date/, /^\nadded/, /^\nremoved/, /^\nchanged/],
  },
  { label: /:errorMissingColumn$/, texts: [/^column "/, /^column [^"]/] },
  { label: /^ws\/lib\/websocket\.js:758:/, texts: [/^The URL contains/, /^The URL's protocol/, /^The URL's pathname/] },
]

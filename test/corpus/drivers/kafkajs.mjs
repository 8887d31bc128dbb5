import net from 'node:net'
import kafkajs from 'kafkajs'
import { failing, hex, integer, name, pick, times, word } from '../seeded-values.mjs'

process.env.KAFKAJS_NO_PARTITIONER_WARNING = '0'
const { Kafka, logLevel } = kafkajs
const sink = ({ log }) => globalThis.corpus.recordHere(log.message)
const logCreator = () => sink
const garbage = net.createServer((socket) => {
  socket.on('error', () => {})
  socket.once('data', () =>
    pick([() => socket.end(), () => socket.destroy(), () => socket.write(Buffer.from(`00000010${hex(32)}`, 'hex'))])(),
  )
})
await new Promise((resolve) => garbage.listen(0, resolve))
const kafkaOf = (brokers) =>
  new Kafka({
    clientId: word(),
    brokers,
    logLevel: logLevel.DEBUG,
    logCreator,
    connectionTimeout: 150,
    requestTimeout: 150,
    retry: { retries: 2, initialRetryTime: 10, maxRetryTime: 30 },
  })
const refused = () => `127.0.0.1:${integer(2, 900)}`
await times(5, async () => {
  const kafka = kafkaOf([refused(), refused()])
  const producer = kafka.producer({ allowAutoTopicCreation: pick([true, false]) })
  await failing(() => producer.connect())
  await failing(() => producer.send({ topic: word(), messages: [{ value: name() }] }))
  const consumer = kafka.consumer({ groupId: `${word()}-${hex(4)}`, retry: { retries: 1, initialRetryTime: 10 } })
  await failing(() => consumer.subscribe({ topic: pick([word(), undefined]) }))
  await failing(() => consumer.connect())
  await failing(() => kafka.admin().connect())
})
await times(6, () =>
  failing(() =>
    kafkaOf([`127.0.0.1:${garbage.address().port}`])
      .admin()
      .connect(),
  ),
)
await times(3, () =>
  failing(() =>
    kafkaOf([`${word()}.invalid:9092`])
      .admin()
      .connect(),
  ),
)
const admin = kafkaOf([refused()]).admin()
await times(5, () =>
  failing(() =>
    admin.createTopics({ topics: pick([word(), [{ topic: integer(1, 9) }], [{ topic: 'a' }, { topic: 'a' }]]) }),
  ),
)
await times(5, () => failing(() => admin.fetchTopicOffsets(pick([undefined, '']))))
await times(5, () =>
  failing(() =>
    admin.describeConfigs({ resources: pick([[], [{ type: integer(50, 99), name: word() }], [{ type: 2, name: 1 }]]) }),
  ),
)
await times(5, () =>
  failing(() => kafkaOf([refused()]).producer({ idempotent: true, retry: { retries: pick([0, -1]) } })),
)
await failing(() => kafkaOf([]).producer().connect())
process.exit(0)

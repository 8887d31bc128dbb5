import { createRequire } from 'node:module'
import express from 'express'

const morgan = createRequire(import.meta.url)(process.env.MORGAN)
const app = express()
app.use(morgan('combined', { stream: process.stdout }))
app.get('/items/:id', (_request, response) => response.send('an item'))
app.get('/broken', (_request, response) => response.sendStatus(500))
const server = app.listen(0, '127.0.0.1', async () => {
  const url = `http://127.0.0.1:${server.address().port}`
  await fetch(`${url}/items/4711`)
  await fetch(`${url}/broken`)
  await fetch(`${url}/nothing?token=none`)
  server.close()
})

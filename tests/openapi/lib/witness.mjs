// Who stands between a client and a game server, and sees every message:
//
//   client → relay (this process) → Prism (judges) → server
//
// Prism tells its judgement in a header that a client of the game does not read. The relay takes it
// off and keeps it, so that any client can be watched.

import { createRequire } from 'node:module'
import { createServer, request as httpRequest } from 'node:http'
import { startAndWaitFor } from './children.mjs'
import { findOperation, operationsOf } from './document.mjs'
import { writeTemporary } from './temporary.mjs'

const judgement = 'sl-violations'

function prismProgram() {
    return createRequire(import.meta.url).resolve('@stoplight/prism-cli/dist/index.js')
}

async function startPrism(file, upstream) {
    const args = [prismProgram(), 'proxy', '--host', '127.0.0.1', '--port', '0', file, upstream]
    const ready = /Prism is listening on (http:\S+)/
    return (await startAndWaitFor(ready, process.execPath, args))[1]
}

async function readAll(stream) {
    const chunks = []
    for await (const chunk of stream) chunks.push(chunk)
    return Buffer.concat(chunks)
}

function pass(base, request, body) {
    return new Promise((resolve, reject) => {
        const options = { method: request.method, headers: request.headers }
        const passed = httpRequest(base + request.url, options, resolve)
        passed.on('error', reject)
        passed.end(body)
    })
}

function readJudgement({ headers }) {
    const text = headers[judgement]
    if (text === undefined) return []
    if (!text.startsWith('[')) return [{ place: '', message: text }]
    return JSON.parse(text).map((each) => ({
        place: (each.location ?? []).join('.'),
        message: each.message,
    }))
}

// Starts Prism and the relay before the server at `upstream`.
// Returns {url, operations, exchanges}; exchanges grows with every message that passed.
export async function startWitness(document, upstream) {
    const operations = operationsOf(document)
    const prism = await startPrism(writeTemporary('document.json', document), upstream)
    const exchanges = []

    const relay = createServer(async (request, response) => {
        try {
            const answer = await pass(prism, request, await readAll(request))
            const body = await readAll(answer)
            exchanges.push({
                operation: findOperation(operations, request.method, request.url)?.name,
                request: `${request.method} ${request.url}`,
                status: answer.statusCode,
                violations: readJudgement(answer),
            })
            delete answer.headers[judgement]
            response.writeHead(answer.statusCode, answer.headers).end(body)
        } catch (error) {
            console.error(`the witness lost its way: ${error.stack}`)
            process.exit(1)
        }
    })
    await new Promise((listening) => relay.listen(0, '127.0.0.1', listening))
    return { url: `http://127.0.0.1:${relay.address().port}`, operations, exchanges }
}

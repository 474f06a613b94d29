// What Prism would not see. It is silent about a schema that it cannot compile, so its silence says
// something only where it objects to what is plainly wrong.

import { createServer } from 'node:http'
import { startWitness } from './witness.mjs'

const rubbish = '["rubbish"]'

function startLiar() {
    const liar = createServer((request, response) => {
        const status = Number(request.headers['x-answer-with'])
        request.resume()
        response.writeHead(status, { 'content-type': 'application/json' }).end(rubbish)
    })
    return new Promise((ready) => liar.listen(0, '127.0.0.1', () => ready(liar)))
}

function send(url, operation, status) {
    const path = operation.path.replace(/\{[^}]+\}/g, 'X')
    return fetch(url + path, {
        method: operation.method,
        headers: {
            'x-answer-with': String(status),
            authorization: 'Bearer somebody',
            ...(operation.takesBody && { 'content-type': 'application/json' }),
        },
        ...(operation.takesBody && { body: rubbish }),
    })
}

// Returns a sentence for each operation whose rubbish Prism accepts.
export async function blindSpots(document) {
    const liar = await startLiar()
    const witness = await startWitness(document, `http://127.0.0.1:${liar.address().port}`)
    const blind = []
    for (const operation of witness.operations) {
        for (const status of [operation.success, 400]) {
            await (await send(witness.url, operation, status)).arrayBuffer()
            const { violations } = witness.exchanges.at(-1)
            const accepts = (part) => !violations.some(({ place }) => place.startsWith(part))
            if (accepts('response')) blind.push(`Prism accepts any ${status} of ${operation.name}`)
            if (operation.takesBody && accepts('request')) {
                blind.push(`Prism accepts any body of ${operation.name}`)
            }
        }
    }
    return blind
}

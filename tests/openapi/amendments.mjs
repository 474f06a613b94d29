// Where the document itself differs from what the live game was recorded to answer. Each entry
// names one place in the document and how it should read; nothing else is overlooked.

import { readFileSync } from 'node:fs'

const amendments = [
    {
        at: ['components', 'schemas', 'ShipNavRoute', 'required'],
        without: 'departure',
        reason: 'a deprecated copy of "origin", absent from live answers since 2025',
    },
    {
        at: ['components', 'schemas', 'ShipyardShip', 'required'],
        without: 'symbol',
        reason: 'no such property is described, and live answers have none',
    },
    {
        at: [
            'paths', '/register', 'post', 'responses', '201', 'content', 'application/json',
            'schema', 'properties', 'data', 'required',
        ],
        without: 'ship',
        reason: 'a single ship until v2.3; the property described and sent since is "ships"',
    },
    {
        at: ['paths', '/my/ships/{shipSymbol}/cooldown', 'get', 'responses', '204'],
        without: 'content',
        reason: 'an answer without content has no type',
    },
    {
        at: ['paths'],
        without: '/my/socket.io',
        reason: 'a web socket; the simulator has none',
    },
]

// The document lists no refusal of any operation. All have this form, as recorded.
const refusal = {
    description: 'The game refuses',
    content: {
        'application/json': {
            schema: {
                type: 'object',
                required: ['error'],
                additionalProperties: false,
                properties: {
                    error: {
                        type: 'object',
                        required: ['message', 'code'],
                        additionalProperties: false,
                        properties: {
                            message: { type: 'string', minLength: 1 },
                            code: { type: 'integer' },
                            data: { type: 'object' },
                            requestId: { type: 'string', format: 'uuid' },
                        },
                    },
                },
            },
        },
    },
}

// Returns the file's document as it should read.
export function amended(file) {
    const document = JSON.parse(readFileSync(file, 'utf8'))
    for (const operation of Object.values(document.paths).flatMap(Object.values)) {
        if (operation.responses) operation.responses['4XX'] ??= refusal
    }
    for (const { at, without } of amendments) {
        const place = at.reduce((outer, name) => outer?.[name], document)
        if (!Array.isArray(place)) delete place?.[without]
        else if (place.includes(without)) place.splice(place.indexOf(without), 1)
    }
    return document
}

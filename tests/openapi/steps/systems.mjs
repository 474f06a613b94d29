// What a universe shows of itself.

const waypoints = 'GET /systems/{system}/waypoints'

// Returns all entries of a list.
async function readAll(guide, list) {
    const entries = []
    for (let page = 1; ; ++page) {
        const found = await guide.take({ send: `${list}?limit=20&page=${page}` })
        if (found.length === 0) return entries
        entries.push(...found)
    }
}

async function lookAtWaypoint(guide, { systemSymbol, symbol, type, traits, isUnderConstruction }) {
    const at = `GET /systems/${systemSymbol}/waypoints/${symbol}`
    const has = (trait) => traits.some((each) => each.symbol === trait)
    await guide.take({ send: at })
    if (has('UNCHARTED')) return
    if (has('MARKETPLACE')) await guide.take({ send: `${at}/market` })
    if (has('SHIPYARD')) await guide.take({ send: `${at}/shipyard` })
    if (type === 'JUMP_GATE') await guide.take({ send: `${at}/jump-gate` })
    if (isUnderConstruction) await guide.take({ send: `${at}/construction` })
}

// Looks at every waypoint of every system, and at whatever stands there.
export const lookAround = {
    title: 'look at every waypoint',
    run: async (guide) => {
        for (const { symbol } of await readAll(guide, 'GET /systems')) {
            for (const each of await readAll(guide, `GET /systems/${symbol}/waypoints`)) {
                await lookAtWaypoint(guide, each)
            }
        }
    },
}

export const systems = [
    { send: 'GET /systems', token: null },
    { send: 'GET /systems?limit=1&page=2', token: null },
    { send: 'GET /systems?limit=0', malformed: true, refused: 422 },
    { send: 'GET /systems/{system}', token: null },
    { send: 'GET /systems/{neighbour}' },
    { send: 'GET /systems/X1-NONE', refused: 404 },
    { send: waypoints, token: null },
    { send: `${waypoints}?type=JUMP_GATE` },
    { send: `${waypoints}?traits=MARKETPLACE&traits=SHIPYARD` },
    { send: `${waypoints}?traits=SHIPYARD` },
    { send: 'GET /systems/{neighbour}/waypoints' },
    lookAround,
    { send: `${waypoints}/X1-AD75-NONE`, refused: 404 },
    { send: `${waypoints}/{home}/market`, token: null },
    { send: `${waypoints}/{asteroid}/shipyard`, refused: 404 },
    { send: `${waypoints}/{yard}/shipyard`, token: null },
    { send: `${waypoints}/{gate}/jump-gate` },
    { send: `${waypoints}/{home}/jump-gate`, refused: 404 },
    { send: `${waypoints}/{gate}/construction`, token: null },
    { send: 'GET /market/supply-chain' },
]

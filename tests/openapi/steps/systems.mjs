// What a universe shows of itself.

const waypoints = 'GET /systems/{system}/waypoints'

// Looks at every waypoint and at whatever stands there.
const lookAround = {
    title: 'look at every waypoint',
    run: async (guide) => {
        for (let page = 1; ; ++page) {
            const found = await guide.take({ send: `${waypoints}?limit=20&page=${page}` })
            if (found.length === 0) return
            for (const { symbol, traits, isUnderConstruction } of found) {
                const at = `${waypoints}/${symbol}`
                const has = (trait) => traits.some((each) => each.symbol === trait)
                await guide.take({ send: at })
                if (has('MARKETPLACE')) await guide.take({ send: `${at}/market` })
                if (has('SHIPYARD')) await guide.take({ send: `${at}/shipyard` })
                if (isUnderConstruction) await guide.take({ send: `${at}/construction` })
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

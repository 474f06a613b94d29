// What ships carry: bought, sold, handed over, thrown away, dug out, refined.

import { cool, dock, fly, orbit } from './moves.mjs'

const trade = (ship, action, symbol, units) => ({
    send: `POST /my/ships/{${ship}}/${action}`,
    body: { symbol, units },
})
const handOver = (from, to, tradeSymbol, units) => ({
    send: `POST /my/ships/{${from}}/transfer`,
    body: { tradeSymbol, units, shipSymbol: `{${to}}` },
})

export const cargo = [
    trade('frigate', 'purchase', 'SHIP_PARTS', 3),
    { ...trade('frigate', 'purchase', 'SHIP_PARTS', 61), refused: 4604 },
    { ...trade('frigate', 'purchase', 'SHIP_PROBE', 1), refused: 4601 },
    { ...trade('frigate', 'purchase', 'NOTHING', 1), malformed: true, refused: 4601 },
    trade('frigate', 'sell', 'SHIP_PARTS', 1),
    { ...trade('frigate', 'sell', 'SHIP_PLATING', 1), refused: 4219 },
    { send: 'GET /my/ships/{frigate}/cargo' },
    { send: 'GET /systems/{system}/waypoints/{yard}/market' },
    handOver('frigate', 'explorer', 'SHIP_PARTS', 1),
    { ...handOver('frigate', 'probe', 'SHIP_PARTS', 1), refused: 4234 },
    trade('frigate', 'jettison', 'SHIP_PARTS', 1),
    { ...trade('frigate', 'jettison', 'SHIP_PARTS', 1), refused: 4219 },
    { ...trade('frigate', 'jettison', 'FUEL', 0), malformed: true, refused: 422 },
    trade('frigate', 'purchase', 'FUEL', 1),
    { send: 'POST /my/ships/{frigate}/refuel', body: { fromCargo: true } },
]

const survey = { send: 'POST /my/ships/{frigate}/survey' }
const extract = { send: 'POST /my/ships/{frigate}/extract' }
const siphon = { send: 'POST /my/ships/{frigate}/siphon' }

export const mining = [
    ...fly('frigate', 'asteroid'),
    dock('frigate'),
    { ...extract, refused: 4236 },
    orbit('frigate'),
    { ...siphon, refused: 4259 },
    extract,
    { ...extract, refused: 4000 },
    { send: 'GET /my/ships/{frigate}/cooldown' },
    cool('frigate'),
    {
        ...survey,
        // The one that lasts longest: the ship has to cool down before it can dig there.
        keep: ({ surveys }) => ({
            survey: surveys.sort((a, b) => a.expiration.localeCompare(b.expiration)).at(-1),
        }),
    },
    cool('frigate'),
    { send: 'POST /my/ships/{frigate}/extract/survey', body: '{survey}' },
    cool('frigate'),
    ...fly('frigate', 'gasGiant'),
    { ...extract, refused: 4205 },
    siphon,
    cool('frigate'),
]

export const refining = [
    trade('freighter', 'purchase', 'IRON_ORE', 100),
    { send: 'POST /my/ships/{freighter}/refine', body: { produce: 'IRON' } },
    cool('freighter'),
    {
        send: 'POST /my/ships/{freighter}/refine',
        body: { produce: 'FOOD' },
        malformed: true,
        refused: 4237,
    },
]

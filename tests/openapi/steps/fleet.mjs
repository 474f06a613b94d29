// Ships: where they are, how they move, and how there come to be more of them.

import { arrive, cool, dock, fly, orbit } from './moves.mjs'

const yardHere = { send: 'GET /systems/{system}/waypoints/{yard}/shipyard' }
const buy = (shipType, name) => ({
    send: 'POST /my/ships',
    body: { shipType, waypointSymbol: '{yard}' },
    keep: (data) => ({ [name]: data.ship.symbol }),
})
const navigate = (to) => ({
    send: 'POST /my/ships/{frigate}/navigate',
    body: { waypointSymbol: `{${to}}` },
})

const oneOfEach = {
    title: 'buy a ship of each type',
    run: async (guide) => {
        const { shipTypes } = await guide.take(yardHere)
        for (const { type } of shipTypes) await guide.take(buy(type, 'another'))
    },
}

export const fleet = [
    { send: 'GET /my/ships' },
    { send: 'GET /my/ships?limit=1&page=2' },
    { send: 'GET /my/ships/{frigate}' },
    { send: 'GET /my/ships/{probe}' },
    { send: 'GET /my/ships/{agent}-99', refused: 404 },
    { send: 'GET /my/ships/{frigate}/nav' },
    { send: 'GET /my/ships/{frigate}/cargo' },
    { send: 'GET /my/ships/{frigate}/mounts' },
    { send: 'GET /my/ships/{frigate}/modules' },
    { send: 'GET /my/ships/{frigate}/cooldown' },

    orbit('frigate'),
    orbit('frigate'),
    dock('frigate'),
    { ...navigate('yard'), refused: 4236 },
    { send: 'PATCH /my/ships/{frigate}/nav', body: { flightMode: 'BURN' } },
    { send: 'PATCH /my/ships/{frigate}/nav', body: { flightMode: 'CRUISE' } },
    {
        send: 'PATCH /my/ships/{frigate}/nav',
        body: { flightMode: 'HURRY' },
        malformed: true,
        refused: 422,
    },
    orbit('frigate'),
    { ...navigate('farGate'), refused: 4202 },
    { ...navigate('home'), refused: 4204 },
    { send: 'POST /my/ships/{frigate}/navigate', body: {}, malformed: true, refused: 422 },
    navigate('yard'),
    { send: 'POST /my/ships/{frigate}/dock', refused: 4214 },
    arrive('frigate'),
    dock('frigate'),
    { send: 'POST /my/ships/{frigate}/refuel', body: { units: 1 } },
    { send: 'POST /my/ships/{frigate}/refuel' },
    { send: 'POST /my/ships/{frigate}/refuel', body: { units: 0 }, malformed: true, refused: 422 },

    yardHere,
    { send: 'GET /systems/{system}/waypoints/{yard}/market' },
    buy('SHIP_EXPLORER', 'explorer'),
    buy('SHIP_REFINING_FREIGHTER', 'freighter'),
    buy('SHIP_LIGHT_SHUTTLE', 'shuttle'),
    oneOfEach,
    { ...buy('SHIP_BULK_FREIGHTER'), refused: 4605 },
    { ...buy('SHIP_GHOST'), malformed: true, refused: 4605 },
    { send: 'GET /my/ships' },
    yardHere,
]

const farther = (ship, to) => ({
    send: `POST /my/ships/{${ship}}/warp`,
    body: { waypointSymbol: `{${to}}` },
})
const jump = (ship, to) => ({
    send: `POST /my/ships/{${ship}}/jump`,
    body: { waypointSymbol: `{${to}}` },
})

// Out through the gate, which by then is built, and back by warp.
export const abroad = [
    orbit('explorer'),
    { ...jump('explorer', 'farGate'), refused: 4254 },
    { ...farther('explorer', 'home'), refused: 4235 },
    orbit('frigate'),
    { ...farther('frigate', 'farGate'), refused: 4241 },
    ...fly('explorer', 'gate'),
    dock('explorer'),
    { send: 'POST /my/ships/{explorer}/refuel' },
    orbit('explorer'),
    jump('explorer', 'farGate'),
    { send: 'GET /my/ships/{explorer}/cooldown' },
    { ...jump('explorer', 'gate'), refused: 4000 },
    { send: 'GET /systems/{neighbour}/waypoints/{farGate}/market' },
    { send: 'GET /systems/{neighbour}/waypoints/{uncharted}' },
    ...fly('explorer', 'uncharted'),
    { send: 'POST /my/ships/{explorer}/chart' },
    { send: 'POST /my/ships/{explorer}/chart', refused: 4230 },
    cool('explorer'),
    { send: 'POST /my/ships/{explorer}/scan/systems' },
    { send: 'POST /my/ships/{explorer}/scan/waypoints', refused: 4000 },
    cool('explorer'),
    { send: 'POST /my/ships/{explorer}/scan/waypoints' },
    farther('explorer', 'home'),
    arrive('explorer'),
    cool('explorer'),
    { send: 'POST /my/ships/{explorer}/scan/ships' },
    { send: 'POST /my/ships/{probe}/scan/ships', refused: 4236 },
    cool('explorer'),
]

// The server, its factions, and the agent who takes the tour.

const register = { send: 'POST /register', token: 'accountToken' }

// Makes the agent who takes the tour.
export const begin = {
    ...register,
    body: { symbol: 'tourist', faction: 'COSMIC' },
    keep: (data) => ({
        agentToken: data.token,
        agent: data.agent.symbol,
        frigate: data.ships[0].symbol,
        probe: data.ships[1].symbol,
        contract: data.contract.id,
    }),
}

export const agents = [
    { send: 'GET /', token: null },
    { send: 'GET /factions', token: null },
    { send: 'GET /factions?limit=20&page=1', token: null },
    begin,
    { ...begin, refused: 4111 },
    { ...register, body: { symbol: 'A', faction: 'COSMIC' }, malformed: true, refused: 422 },
    { ...register, body: { symbol: 'OTHER', faction: 'NOBODY' }, malformed: true, refused: 422 },
    {
        ...register,
        token: null,
        body: { symbol: 'OTHER', faction: 'COSMIC' },
        malformed: true,
        refused: 4116,
    },
    { send: 'GET /factions/COSMIC' },
    { send: 'GET /factions/NOBODY', refused: 404 },
    { send: 'GET /my/agent' },
    { send: 'GET /my/agent', token: null, malformed: true, refused: 4103 },
    { send: 'GET /my/agent', token: 'accountToken', refused: 4105 },
    { send: 'GET /agents' },
    { send: 'GET /agents?limit=20' },
    { send: 'GET /agents?limit=21', malformed: true, refused: 422 },
    { send: 'GET /agents/{agent}' },
    { send: 'GET /agents/NOBODY', refused: 404 },
]

// What the live server has described and answered beyond the published document.
export const beyond = [
    { send: 'GET /error-codes', token: null },
    { send: 'GET /my/account' },
    { send: 'GET /my/agent/events' },
    { send: 'GET /my/factions' },
].map((step) => ({ ...step, optional: true }))

// What the tour has left behind.
export const farewell = [
    { send: 'GET /', token: null },
    { send: 'GET /my/agent' },
    { send: 'GET /agents/{agent}' },
    { send: 'GET /my/ships?limit=20' },
    { send: 'GET /my/contracts?limit=20' },
    { send: 'GET /systems/{system}/waypoints/{yard}/market' },
    { send: 'GET /systems/{system}/waypoints/{yard}/shipyard' },
]

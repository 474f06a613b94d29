// What a shipyard does to a ship: mounts, modules, repair, scrap.

const fit = (ship, what, action, symbol) => ({
    send: `POST /my/ships/{${ship}}/${what}/${action}`,
    body: { symbol },
})
const buyPart = (symbol) => ({
    send: 'POST /my/ships/{frigate}/purchase',
    body: { symbol, units: 1 },
})

export const shipyard = [
    fit('frigate', 'mounts', 'remove', 'MOUNT_GAS_SIPHON_II'),
    { ...fit('frigate', 'mounts', 'remove', 'MOUNT_GAS_SIPHON_II'), refused: 4247 },
    fit('frigate', 'mounts', 'install', 'MOUNT_GAS_SIPHON_II'),
    { ...fit('frigate', 'mounts', 'install', 'MOUNT_TURRET_I'), refused: 4219 },
    { send: 'GET /my/ships/{frigate}/mounts' },

    buyPart('MODULE_CARGO_HOLD_I'),
    { ...fit('frigate', 'modules', 'install', 'MODULE_CARGO_HOLD_I'), refused: 4250 },
    fit('frigate', 'modules', 'remove', 'MODULE_GAS_PROCESSOR_I'),
    fit('frigate', 'modules', 'install', 'MODULE_CARGO_HOLD_I'),
    { send: 'GET /my/ships/{frigate}/modules' },
    fit('frigate', 'modules', 'remove', 'MODULE_CARGO_HOLD_I'),
    fit('frigate', 'modules', 'install', 'MODULE_GAS_PROCESSOR_I'),
    { ...fit('frigate', 'modules', 'remove', 'MODULE_CARGO_HOLD_I'), refused: 4267 },

    { send: 'GET /my/ships/{frigate}/repair' },
    { send: 'POST /my/ships/{frigate}/repair' },
    { send: 'GET /my/ships/{shuttle}/scrap' },
    { send: 'POST /my/ships/{shuttle}/scrap' },
    { send: 'GET /my/ships/{shuttle}', refused: 404 },
]

// What became of a tour, operation by operation.

// Returns "text" or "text xN" for each text, in the order of their first appearance.
function counted(texts) {
    const counts = new Map()
    for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1)
    return [...counts].map(([text, count]) => (count > 1 ? `${text} x${count}` : text))
}

// The same complaint about each entry of a list is one complaint.
const anyEntry = (text) => text.replace(/\.\d+(?=[. ]|$)/g, '.*')

function violationsOf(exchanges) {
    return counted(
        exchanges.flatMap(({ status, violations }) =>
            violations.map(({ place, message }) => anyEntry(`${status} ${place}: ${message}`)),
        ),
    )
}

function rowOf(name, exchanges, violations, isReached, width) {
    const statuses = counted(exchanges.map(({ status }) => String(status))).join(', ')
    let verdict = isReached ? 'ok' : 'not reached'
    if (violations.length > 0) verdict = `${violations.length} violations`
    return `${name.padEnd(width)}  ${statuses.padEnd(20)}  ${verdict}`
}

// Returns what a witness saw as {lines, reached, ok}: a table and what is wrong. `failures` are
// problems that others found.
export function report(exchanges, { operations, mustReachAll, failures = [] }) {
    const width = Math.max(...operations.map(({ name }) => name.length))
    const rows = []
    const reached = []
    const problems = [...failures]
    for (const { name } of operations) {
        const own = exchanges.filter(({ operation }) => operation === name)
        const violations = violationsOf(own)
        const isReached = own.some(({ status }) => status < 300)
        if (isReached) reached.push(name)
        if (!isReached && mustReachAll) problems.push(`${name}: not reached`)
        problems.push(...violations.map((each) => `${name}: ${each}`))
        if (mustReachAll || own.length > 0) {
            rows.push(rowOf(name, own, violations, isReached, width))
        }
    }
    for (const { operation, request } of exchanges) {
        if (operation === undefined) problems.push(`${request}: no such operation in the document`)
    }
    const lines = [...rows, '']
    if (problems.length > 0) lines.push('problems:', ...problems.map((each) => `    ${each}`), '')
    lines.push(
        `${reached.length} of ${operations.length} operations reached, ` +
            `${exchanges.length} requests, ${problems.length} problems`,
    )
    return { lines, reached, ok: problems.length === 0 }
}

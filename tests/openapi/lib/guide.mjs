// Takes the steps of a tour, one after the other, and notes which of them went wrong.
//
// A step is a request and what the game must say to it:
//
//   { send: 'POST /my/ships/{frigate}/navigate', body: { waypointSymbol: '{yard}' } }
//
//   send       method and path; {names} stand for what earlier steps kept
//   body       JSON; strings may hold {names}, and a string that is one name stands for its value
//   token      the token's name: agentToken where absent, null for none
//   refused    the code the game must refuse with; without it the request must succeed
//   optional   taken only where the document has the operation
//   malformed  the request itself breaks the document, and Prism has to say so
//   keep       (data, known) => what later steps may name
//
// or something else to do: { title, run: async (guide) => ... }, in which guide.take() takes steps.

import { findOperation } from './document.mjs'

const names = /\{(\w+)\}/g

export class Guide {
    // A witness is needed for malformed steps only; without one, requests go to the simulator.
    constructor(simulator, places, witness) {
        this.simulator = simulator
        this.witness = witness
        this.url = (witness ?? simulator).url
        this.known = { accountToken: 'account-of-the-tour', ...places }
        this.failures = []
    }

    // Goes on after a step that failed: what does not depend on it is still worth seeing.
    async takeAll(steps) {
        for (const step of steps) {
            try {
                await this.take(step)
            } catch (error) {
                this.failures.push(`${step.send ?? step.title}: ${error.message}`)
            }
        }
    }

    async take(step) {
        if (step.run) return await step.run(this)
        if (step.optional && !this.isDocumented(step.send)) return undefined
        const answer = await this.send(step)
        if (step.malformed) this.expectObjection(this.witness.exchanges.at(-1))
        const refusal = JSON.stringify(answer.body?.error ?? '')
        const outcome = `was answered with ${answer.status} ${refusal}`
        if (step.refused !== undefined) {
            if (answer.body?.error?.code === step.refused) return undefined
            throw new Error(`${outcome}, expected refusal ${step.refused}`)
        }
        if (answer.status >= 300) throw new Error(outcome)
        const data = answer.body?.data ?? answer.body
        Object.assign(this.known, step.keep?.(data, this.known))
        return data
    }

    isDocumented(send) {
        return findOperation(this.witness.operations, ...send.split(' ')) !== undefined
    }

    async send({ send, body, token = 'agentToken' }) {
        const [method, path] = this.fill(send).split(' ')
        const headers = {}
        if (token !== null) headers.authorization = `Bearer ${this.value(token)}`
        if (body !== undefined) headers['content-type'] = 'application/json'
        const answer = await fetch(this.url + path, {
            method,
            headers,
            body: body && JSON.stringify(this.fillAll(body)),
        })
        const text = await answer.text()
        return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) }
    }

    // Prism's objection to such a request is asked for; to the answer it is not.
    expectObjection(exchange) {
        const fromRequest = ({ place }) => place.startsWith('request')
        if (!exchange.violations.some(fromRequest)) {
            throw new Error('Prism saw nothing wrong in a malformed request')
        }
        exchange.violations = exchange.violations.filter((each) => !fromRequest(each))
    }

    value(name) {
        if (this.known[name] === undefined) throw new Error(`no earlier step told ${name}`)
        return this.known[name]
    }

    fill(text) {
        return text.replace(names, (_, name) => this.value(name))
    }

    fillAll(body) {
        if (typeof body === 'string') {
            const whole = /^\{(\w+)\}$/.exec(body)
            return whole ? this.value(whole[1]) : this.fill(body)
        }
        if (Array.isArray(body)) return body.map((each) => this.fillAll(each))
        if (body === null || typeof body !== 'object') return body
        return Object.fromEntries(
            Object.entries(body).map(([name, each]) => [name, this.fillAll(each)]),
        )
    }
}

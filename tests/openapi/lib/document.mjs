// The operations of an OpenAPI document.

const methods = ['get', 'post', 'put', 'patch', 'delete']

function toPattern(path) {
    const parts = path.split('/').map((part) => (part.startsWith('{') ? '[^/]+' : part))
    return new RegExp(`^${parts.join('/')}$`)
}

function toOperation(method, path, content) {
    const success = Object.keys(content.responses).find((status) => status.startsWith('2'))
    return {
        name: `${method.toUpperCase()} ${path}`,
        method: method.toUpperCase(),
        path,
        pattern: toPattern(path),
        success: Number(success),
        takesBody: content.requestBody !== undefined,
    }
}

// Returns the operations in the order of the document.
export function operationsOf({ paths }) {
    return Object.entries(paths).flatMap(([path, content]) =>
        methods
            .filter((method) => content[method] !== undefined)
            .map((method) => toOperation(method, path, content[method])),
    )
}

// Returns the operation that a request means, or undefined. `target` may carry a query.
export function findOperation(operations, method, target) {
    const path = target.split('?')[0]
    return operations.find((each) => each.method === method && each.pattern.test(path))
}

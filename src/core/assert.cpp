#include "core/assert.h"

#include <cstdio>
#include <cstdlib>

namespace argosy::core {

void assertion_failed(const char* condition, const char* file, int line) {
    std::fprintf(stderr, "argosy: broken invariant: %s (%s:%d)\n", condition, file, line);
    std::abort();
}

}  // namespace argosy::core

#include "core/task.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <cstdio>
#include <exception>

#include "core/assert.h"

namespace argosy::core {

void spawn(const Executor& executor, Task<void> task) {
    boost::asio::co_spawn(executor, std::move(task), [](std::exception_ptr failure) {
        if (!failure) return;
        try {
            std::rethrow_exception(failure);
        } catch (const std::exception& exception) {
            std::fprintf(stderr, "argosy: exception left a task: %s\n", exception.what());
        }
        ARGOSY_FAIL("an exception left a task");
    });
}

void post(const Executor& executor, std::function<void()> work) {
    boost::asio::post(executor, std::move(work));
}

}  // namespace argosy::core

#include "core/contain.h"

#include <fmt/format.h>

#include <exception>

namespace argosy::core {

Task<Result<void>> contain(Task<Result<void>> work) {
    std::string thrown;
    try {
        co_return co_await std::move(work);
    } catch (const std::exception& exception) {
        thrown = exception.what();
    } catch (...) {
        thrown = "of an unknown type";
    }
    co_return Error{ErrorCode::kRejected, fmt::format("an exception left it: {}", thrown)};
}

}  // namespace argosy::core

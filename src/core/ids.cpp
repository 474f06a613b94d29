#include "core/ids.h"

#include <fmt/format.h>

namespace argosy::core {

std::string IdSource::make(std::string_view kind) {
    auto found = sequences_.try_emplace(std::string(kind), 0).first;
    return fmt::format("{}-{}-{}", kind, run_, ++found->second);
}

}  // namespace argosy::core

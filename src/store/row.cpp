#include <algorithm>

#include "store/store.h"

namespace argosy::store {

const Value& Row::at(std::string_view column) const {
    const auto found = std::find(columns_->begin(), columns_->end(), column);
    ARGOSY_ASSERT(found != columns_->end());
    return values_[std::size_t(found - columns_->begin())];
}

std::int64_t Row::integer(std::string_view column) const {
    const auto* value = std::get_if<std::int64_t>(&at(column));
    ARGOSY_ASSERT(value != nullptr);
    return *value;
}

const std::string& Row::text(std::string_view column) const {
    const auto* value = std::get_if<std::string>(&at(column));
    ARGOSY_ASSERT(value != nullptr);
    return *value;
}

std::optional<std::int64_t> Row::maybe_integer(std::string_view column) const {
    if (std::holds_alternative<std::nullptr_t>(at(column))) return std::nullopt;
    return integer(column);
}

std::optional<std::string> Row::maybe_text(std::string_view column) const {
    if (std::holds_alternative<std::nullptr_t>(at(column))) return std::nullopt;
    return text(column);
}

}  // namespace argosy::store

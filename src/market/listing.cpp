#include "market/listing.h"

#include "core/enum_names.h"

namespace argosy::market {
namespace {

constexpr auto kSources =
    core::enum_names<Source>({{Source::kLook, "LOOK"}, {Source::kTrade, "TRADE"}});

}  // namespace

std::string_view to_string(Source source) {
    return kSources.name_of(source);
}

std::optional<Source> parse_source(std::string_view text) {
    return kSources.value_of(text);
}

}  // namespace argosy::market

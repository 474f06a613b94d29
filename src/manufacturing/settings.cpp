#include "manufacturing/settings.h"

#include "core/enum_names.h"

namespace argosy::manufacturing {
namespace {

constexpr auto kLooks = core::enum_names<Looks>({
    {Looks::kWhereItPays, "where-it-pays"},
    {Looks::kByEstimate, "by-estimate"},
    {Looks::kFixed, "fixed"},
});

constexpr auto kModes = core::enum_names<Mode>({
    {Mode::kParallel, "parallel"},
    {Mode::kSerial, "serial"},
});

constexpr auto kRanks = core::enum_names<Rank>({
    {Rank::kValue, "value"},
    {Rank::kReturn, "return"},
    {Rank::kPrice, "price"},
});

}  // namespace

std::string_view to_string(Looks looks) {
    return kLooks.name_of(looks);
}

std::optional<Looks> parse_looks(std::string_view text) {
    return kLooks.value_of(text);
}

std::string_view to_string(Mode mode) {
    return kModes.name_of(mode);
}

std::string_view to_string(Rank rank) {
    return kRanks.name_of(rank);
}

std::optional<Mode> parse_mode(std::string_view text) {
    return kModes.value_of(text);
}

std::optional<Rank> parse_rank(std::string_view text) {
    return kRanks.value_of(text);
}

}  // namespace argosy::manufacturing

#include "manufacturing/settings.h"

#include "core/enum_names.h"

namespace argosy::manufacturing {
namespace {

constexpr auto kLooks = core::enum_names<Looks>({
    {Looks::kWhereItPays, "where-it-pays"},
    {Looks::kByEstimate, "by-estimate"},
    {Looks::kFixed, "fixed"},
});

}  // namespace

std::string_view to_string(Looks looks) {
    return kLooks.name_of(looks);
}

std::optional<Looks> parse_looks(std::string_view text) {
    return kLooks.value_of(text);
}

std::string_view to_string(Mode mode) {
    return mode == Mode::kParallel ? "parallel" : "serial";
}

std::string_view to_string(Rank rank) {
    return rank == Rank::kValue ? "value" : "price";
}

std::optional<Mode> parse_mode(std::string_view text) {
    for (const Mode mode : {Mode::kParallel, Mode::kSerial}) {
        if (text == to_string(mode)) return mode;
    }
    return std::nullopt;
}

std::optional<Rank> parse_rank(std::string_view text) {
    for (const Rank rank : {Rank::kValue, Rank::kPrice}) {
        if (text == to_string(rank)) return rank;
    }
    return std::nullopt;
}

}  // namespace argosy::manufacturing

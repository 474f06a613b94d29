#include "manufacturing/settings.h"

namespace argosy::manufacturing {

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

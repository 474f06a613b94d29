#include "game/errors.h"

#include <algorithm>
#include <array>
#include <utility>

namespace argosy::game {
namespace {

using core::ErrorCode;

struct Row {
    std::int32_t first;
    std::int32_t last;
    ErrorCode code;
};

// Ordered by game code; what lies between two rows is a plain refusal. The codes below 1000 are
// HTTP statuses, which the game repeats in the body when it has nothing more precise to say.
constexpr std::array kTable = {
    Row{401, 401, ErrorCode::kUnauthorized},
    Row{404, 404, ErrorCode::kNotFound},
    Row{409, 409, ErrorCode::kConflict},
    Row{422, 422, ErrorCode::kInvalidArgument},
    Row{429, 429, ErrorCode::kUnavailable},
    Row{500, 599, ErrorCode::kUnavailable},
    Row{3000, 3200, ErrorCode::kUnavailable},
    Row{4100, 4109, ErrorCode::kUnauthorized},
    Row{4110, 4112, ErrorCode::kRejected},
    Row{4113, 4113, ErrorCode::kUniverseReset},
    Row{4114, 4116, ErrorCode::kUnauthorized},
    Row{4216, 4216, ErrorCode::kInsufficientCredits},
    Row{4217, 4217, ErrorCode::kCargoFull},
    Row{4228, 4228, ErrorCode::kCargoFull},
    Row{4248, 4248, ErrorCode::kInsufficientCredits},
    Row{4265, 4265, ErrorCode::kInsufficientCredits},
    Row{4268, 4268, ErrorCode::kInsufficientCredits},
    Row{4600, 4600, ErrorCode::kInsufficientCredits},
    Row{5000, 5000, ErrorCode::kInvalidArgument},
};

constexpr bool is_ordered() {
    for (std::size_t i = 0; i < kTable.size(); ++i) {
        if (kTable[i].last < kTable[i].first) return false;
        if (i > 0 && kTable[i].first <= kTable[i - 1].last) return false;
    }
    return true;
}
static_assert(is_ordered());

ErrorCode look_up(std::int32_t code) {
    const auto row = std::find_if(kTable.begin(), kTable.end(),
                                  [code](const Row& each) { return code <= each.last; });
    return row != kTable.end() && code >= row->first ? row->code : ErrorCode::kRejected;
}

}  // namespace

core::Error error_from(std::int32_t game_code, int http_status, std::string message) {
    ErrorCode code = look_up(game_code != 0 ? game_code : http_status);
    // Before v2.3 a token of an earlier universe was a plain 401 that named the date in its text.
    if (code == ErrorCode::kUnauthorized && message.find("reset_date") != std::string::npos) {
        code = ErrorCode::kUniverseReset;
    }
    return core::Error{code, std::move(message), game_code};
}

}  // namespace argosy::game

#pragma once

/// @file
/// Who may stop a request at the last moment. A port asks its guard when everything else that a
/// request waits for is over, and tells it what became of each. `kernel::Tenure` is the guard of
/// processes that share players; ports work without one too.

#include <string_view>

#include "core/result.h"
#include "core/task.h"

namespace argosy::game {

/// What a request does at the game.
enum class Effect : std::uint8_t { kLooks, kActs };

class RequestGuard {
  public:
    virtual ~RequestGuard() = default;

    /// Returns whether a request may leave at this very moment.
    virtual bool may_send(Effect effect) = 0;

    /// Suspends until it is worth asking may_send() again; for ever, when that moment never comes.
    virtual core::Task<void> wait() = 0;

    /// Hears of every request that left. Does not return to a caller that must not go on.
    /// @param failure  nullptr when the game did what it was asked.
    virtual core::Task<void> answered(Effect effect, std::string_view request,
                                      const core::Error* failure) = 0;
};

}  // namespace argosy::game

#include "sim/http_limits.h"

namespace argosy::sim {
namespace {

constexpr std::size_t kMostAddresses = 4'096;

}  // namespace

void RateLimits::Window::consume(core::TimePoint now) {
    if (!is_open(now)) {
        opened_ = now;
        used_ = 0;
    }
    ++used_;
}

RateLimits::Decision RateLimits::admit(const std::string& address,
                                       const std::optional<std::string>& account,
                                       core::TimePoint now) {
    if (by_address_.size() > kMostAddresses) forget_idle(now);
    Pools& of_address = by_address_[address];
    Pools* of_account = account ? &by_account_[*account] : nullptr;

    const bool account_is_tighter =
        of_account != nullptr && of_account->remaining(now) < of_address.remaining(now);
    Pools& tighter = account_is_tighter ? *of_account : of_address;
    Decision decision;
    decision.type = account_is_tighter ? "Account" : "IP Address";
    decision.admitted = tighter.remaining(now) > 0;
    if (decision.admitted) {
        of_address.consume(now);
        if (of_account != nullptr) of_account->consume(now);
    }
    decision.remaining = tighter.remaining(now);
    decision.reset = tighter.reset(now);
    return decision;
}

void RateLimits::forget_idle(core::TimePoint now) {
    std::erase_if(by_address_, [now](const auto& entry) {
        return entry.second.remaining(now) == kPerSecond + kBurst;
    });
}

}  // namespace argosy::sim

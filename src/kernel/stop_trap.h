#pragma once

/// @file
/// A fault that only a test can arm: the process stops itself (SIGSTOP) between the last check of
/// its lease and the sending of a request that acts, which is the one moment no check covers.

#include <filesystem>
#include <memory>

#include "game/request_guard.h"

namespace argosy::kernel {

/// Names a file; while it exists the next request that acts springs the trap and removes it. Unset
/// in every run that is no test.
inline constexpr const char* kStopTrapVariable = "ARGOSY_FAULT_STOP_BEFORE_ACT";

class StopTrap final : public game::RequestGuard {
  public:
    StopTrap(std::shared_ptr<game::RequestGuard> inner, std::filesystem::path file)
        : inner_(std::move(inner)), file_(std::move(file)) {}

    bool may_send(game::Effect effect) override;
    core::Task<void> wait() override { return inner_->wait(); }
    core::Task<void> answered(game::Effect effect, std::string_view request,
                              const core::Error* failure) override {
        return inner_->answered(effect, request, failure);
    }

  private:
    std::shared_ptr<game::RequestGuard> inner_;
    std::filesystem::path file_;
};

}  // namespace argosy::kernel
